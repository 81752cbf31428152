"""The secret of an API key: `esk_`, 256 random bits, and a checksum, so that scanners and typing errors are told apart.

Letters and digits only, so that a double click takes all of it. The checksum is CRC-32 of what stands before it, as in
the keys of other services that secret scanners know.
"""

import hashlib
import re
import secrets
import string
import zlib

MARK = "esk_"
_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_BODY = 43  # 62 ** 43 > 2 ** 256
_CHECK = 6  # 62 ** 6 > 2 ** 32
_SHAPE = re.compile(rf"{MARK}[0-9A-Za-z]{{{_BODY + _CHECK}}}")
SHOWN = len(MARK) + 8


def new_secret() -> str:
    """A secret nobody has."""
    start = MARK + _base62(secrets.randbits(256), _BODY)
    return start + _checksum(start)


def is_well_formed(secret: str) -> bool:
    """Whether it can be a secret of ours at all; costs no query."""
    return _SHAPE.fullmatch(secret) is not None and _checksum(secret[:-_CHECK]) == secret[-_CHECK:]


def hash_secret(secret: str) -> str:
    """SHA-256: a secret of 256 random bits needs nothing slower, and equal hashes are found by an index."""
    return hashlib.sha256(secret.encode()).hexdigest()


def shown_part(secret: str) -> str:
    """The beginning that may be shown."""
    return secret[:SHOWN]


def _checksum(text: str) -> str:
    return _base62(zlib.crc32(text.encode()), _CHECK)


def _base62(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, rest = divmod(number, 62)
        digits.append(_DIGITS[rest])
    return "".join(reversed(digits))
