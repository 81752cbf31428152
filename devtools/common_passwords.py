"""Makes edusync/identity/data/common_passwords.bin anew: `python -m devtools.common_passwords`.

Sources: the list that Django ships (BSD, 19,646 passwords) and the one of the package zxcvbn (MIT, 30,000 passwords out of
published breaches); install that package first. Passwords below eight characters are refused anyway and left out.
"""

import gzip
import importlib
from pathlib import Path

import django.contrib.auth

from devtools.paths import ROOT
from edusync.identity.common_passwords import DIGEST_BYTES, digest

TARGET = ROOT / "edusync" / "identity" / "data" / "common_passwords.bin"
SHORTEST = 8


def passwords() -> set[str]:
    """Every listed password that is long enough to be chosen."""
    packed = Path(django.contrib.auth.__file__).parent / "common-passwords.txt.gz"
    shipped = gzip.decompress(packed.read_bytes()).decode().split()
    breached = importlib.import_module("zxcvbn.frequency_lists").FREQUENCY_LISTS["passwords"]
    return {text for text in (*shipped, *breached) if len(text) >= SHORTEST}


def main() -> None:
    """Write the sorted digests."""
    content = b"".join(sorted({digest(text) for text in passwords()}))
    TARGET.write_bytes(content)
    print(f"{len(content) // DIGEST_BYTES} passwords, {len(content)} bytes")


if __name__ == "__main__":
    main()
