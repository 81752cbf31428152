"""The site's keys: given, or made once and kept where only the owner reads them."""

import os
import secrets
from pathlib import Path

FILE = "secret-key"
ENCRYPTION_FILE = "encryption-keys"


def secret_key(given: str, data_dir: str) -> str:
    """The key; raises OSError if the data folder cannot be written."""
    if given:
        return given
    path = Path(data_dir) / FILE
    if not path.exists():
        make_key(path)
    return path.read_text(encoding="ascii").strip()


def encryption_keys(given: str, data_dir: str) -> str:
    """Keys for sealed columns, as `kernel.crypto` reads them; raises OSError if the data folder cannot be written."""
    if given:
        return given
    path = Path(data_dir) / ENCRYPTION_FILE
    if not path.exists():
        make_key(path, text=f"k1:{secrets.token_urlsafe(32)}")
    return path.read_text(encoding="ascii").strip()


def make_key(path: Path, *, text: str = "") -> None:
    """Write a new key, unless another process is doing so at this moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text or secrets.token_urlsafe(64))
        file.flush()
        os.fsync(file.fileno())
    try:
        # A hard link fails where a finished key already stands: all processes end with the same one.
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()
