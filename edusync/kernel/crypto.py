"""Secrets in columns: AES-256-GCM under a key that can be changed, and an index by which a sealed value can be found.

A sealed text is `v1.<key id>.<nonce and ciphertext, base64url>`. The column's own name goes in as associated data, so
that a sealed value copied into another column cannot be opened there.
"""

import base64
import functools
import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from django.conf import settings
from django.db import models

_VERSION = "v1"
_NONCE_BYTES = 12


class UnknownKey(LookupError):
    """A value was sealed under a key that the settings do not name any more."""


class BrokenSeal(ValueError):
    """A sealed value was changed, or comes from another column."""


@functools.cache
def _keys(given: str) -> Mapping[str, bytes]:
    """Keys by id, the present one first. Raises ValueError for a malformed list."""
    keys: dict[str, bytes] = {}
    for part in given.split(","):
        key_id, _, text = part.strip().partition(":")
        key = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        if not key_id.isalnum() or len(key) != 32:
            raise ValueError("EDUSYNC_ENCRYPTION_KEYS is a list of <id>:<32 bytes in base64url>")
        keys[key_id] = key
    return keys


def keyring() -> Mapping[str, bytes]:
    """Keys by id; the first is used for what is sealed now, the others open what is older."""
    return _keys(settings.ENCRYPTION_KEYS)


def new_key(key_id: str) -> str:
    """A fresh entry for the settings."""
    return f"{key_id}:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip('=')}"


def seal(text: str, *, purpose: str) -> str:
    """The text encrypted under the present key for that purpose (`table.column`)."""
    key_id, key = next(iter(keyring().items()))
    nonce = os.urandom(_NONCE_BYTES)
    box = AESGCM(key).encrypt(nonce, text.encode(), purpose.encode())
    return f"{_VERSION}.{key_id}.{base64.urlsafe_b64encode(nonce + box).decode()}"


def unseal(sealed: str, *, purpose: str) -> str:
    """The text again. Raises UnknownKey, BrokenSeal."""
    version, _, rest = sealed.partition(".")
    key_id, _, body = rest.partition(".")
    if version != _VERSION or not body:
        raise BrokenSeal(purpose)
    key = keyring().get(key_id)
    if key is None:
        raise UnknownKey(key_id)
    try:
        raw = base64.urlsafe_b64decode(body)
        return AESGCM(key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], purpose.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise BrokenSeal(purpose) from error


def key_of(sealed: str) -> str:
    """Id of the key a value was sealed under."""
    return sealed.split(".", 2)[1]


def is_current(sealed: str) -> bool:
    """Whether the value is sealed under the present key."""
    return key_of(sealed) == next(iter(keyring()))


def blind_index(text: str, *, purpose: str) -> str:
    """64 hex digits by which equal values of one purpose can be found without opening them.

    Derived from the signing key of the site and not from the keyring, so that rotation leaves look-ups alone.
    """
    derived = HKDFExpand(hashes.SHA256(), 32, b"blind-index:" + purpose.encode()).derive(
        hashlib.sha256(settings.SECRET_KEY.encode()).digest()
    )
    return hmac.new(derived, text.encode(), hashlib.sha256).hexdigest()


def stamp(text: str, *, purpose: str) -> str:
    """A mark `<key id>:<hex>` that only who knows the present key can make for the text (HMAC-SHA-256)."""
    key_id, key = next(iter(keyring().items()))
    return f"{key_id}:{_mark(key, text, purpose)}"


def is_stamped(text: str, mark: str, *, purpose: str) -> bool:
    """Whether the mark was made for the text under any key of the settings."""
    key_id, _, found = mark.partition(":")
    key = keyring().get(key_id)
    return key is not None and hmac.compare_digest(found, _mark(key, text, purpose))


def _mark(key: bytes, text: str, purpose: str) -> str:
    derived = hmac.new(key, b"stamp:" + purpose.encode(), hashlib.sha256).digest()
    return hmac.new(derived, text.encode(), hashlib.sha256).hexdigest()


class SealedTextField(models.TextField):
    """Text that is encrypted in the database and plain in Python. Cannot be filtered: keep a blind index beside it."""

    def _purpose(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_prep_value(self, value: Any) -> Any:
        """Sealed on the way in; an empty text stays empty."""
        text = super().get_prep_value(value)
        return seal(text, purpose=self._purpose()) if text else text

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Opened on the way out."""
        return unseal(value, purpose=self._purpose()) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Only emptiness can be asked: every sealing of one text differs."""
        if lookup_name not in {"isnull"}:
            raise TypeError(f"{self.name} is sealed and cannot be looked up by {lookup_name}")
        return super().get_lookup(lookup_name)
