"""File names as people wrote them, made harmless: any script stays, paths and control characters go."""

import unicodedata
from pathlib import PurePosixPath

MAX_CHARACTERS = 200
_RESERVED = set('<>:"/\\|?*')


def safe_name(name: str) -> str:
    """The last part of `name` without characters that mean something to a file system, a header or a reader's eye."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join("_" if letter in _RESERVED else letter for letter in name if _is_printable(letter))
    kept = " ".join(kept.split()).strip(". ")
    if not kept:
        return "file"
    if len(kept) <= MAX_CHARACTERS:
        return kept
    suffix = PurePosixPath(kept).suffix[:20]
    return kept[: MAX_CHARACTERS - len(suffix)].rstrip() + suffix


def _is_printable(letter: str) -> bool:
    """Format characters other than the joiners that Indic scripts and emoji need could turn a name around."""
    category = unicodedata.category(letter)
    return letter in "\u200c\u200d" or category == "Zs" or category[0] not in "CZ"
