"""Codes of certificates: pure random, easy to read out and type (Crockford's base 32)."""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
GROUP = 4
# What people type in place of a digit that looks like it.
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_TIDY = re.compile(r"[\s\-–—_.]+")


def make_code() -> str:
    """A new code, `XXXX-XXXX-XXXX-XXXX`: 80 random bits."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def grouped(letters: str) -> str:
    """The letters in groups of four."""
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def tidy_code(typed: str) -> str | None:
    """The code somebody meant, whatever case, dashes and look-alikes were typed; None if it cannot be one."""
    letters = _TIDY.sub("", typed[:80]).upper().translate(LOOKALIKES)
    if len(letters) != LENGTH or any(letter not in ALPHABET for letter in letters):
        return None
    return grouped(letters)
