"""Refuses passwords that stand on lists of breached and common ones, without asking anybody.

`data/common_passwords.bin` holds the first five bytes of the SHA-256 of each of 16,290 passwords, sorted: 80 kB, where to
find them again costs a search by halves. `devtools/common_passwords.py` makes the file and names the sources.
"""

import functools
import hashlib
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

FILE = Path(__file__).parent / "data" / "common_passwords.bin"
DIGEST_BYTES = 5
# What people hang on a common word when a page wants digits and signs.
DECORATION = "0123456789!@#$%^&*.-_?+ "
SHORTEST_STEM = 8


def digest(password: str) -> bytes:
    """What the list keeps of a password; upper and lower case are the same."""
    text = password.casefold().encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).digest()[:DIGEST_BYTES]


@functools.cache
def _listed() -> bytes:
    return FILE.read_bytes()


def is_common(password: str) -> bool:
    """Whether the password, or the word it is made of by adding digits and signs at its ends, is on the list."""
    stem = password.strip(DECORATION)
    return _is_listed(password) or (len(stem) >= SHORTEST_STEM and _is_listed(stem))


def _is_listed(password: str) -> bool:
    listed, wanted = _listed(), digest(password)
    low, high = 0, len(listed) // DIGEST_BYTES
    while low < high:
        middle = (low + high) // 2
        found = listed[middle * DIGEST_BYTES : (middle + 1) * DIGEST_BYTES]
        if found == wanted:
            return True
        low, high = (middle + 1, high) if found < wanted else (low, middle)
    return False


class CommonPasswordValidator:
    """Takes the place of Django's validator of that name, and answers with its code."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a listed password."""
        if is_common(password):
            raise ValidationError("This password is too common.", code="password_too_common")

    def get_help_text(self) -> str:
        """For forms that list the rules."""
        return "Your password can’t be a commonly used password."
