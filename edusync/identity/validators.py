"""What names and texts of people may contain: every script, but no control characters."""

import re
import unicodedata

from django.core.exceptions import ValidationError

_LINE_BREAKS = re.compile(r"\r\n?")


def refuse_control_characters(value: str, *, allowed: str = "") -> str:
    """The value itself. Raises ValidationError for control characters (NUL too) and lone surrogates.

    Joiners and direction marks (category Cf) stay: Indic scripts and Arabic need them.
    """
    for character in value:
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in allowed:
            raise ValidationError("Control characters are not allowed.", code="control_character")
    return value


def clean_line(value: str) -> str:
    """One line of text without blanks around it. Raises ValidationError."""
    return refuse_control_characters(value.strip())


def clean_text(value: str) -> str:
    """Text of several lines, with line feeds only. Raises ValidationError."""
    return refuse_control_characters(_LINE_BREAKS.sub("\n", value.strip()), allowed="\n\t")


def validate_username(value: str) -> None:
    """A chosen user name: letters of any script, digits and . + - _ (an @ would let it pose as an address)."""
    # Marks (M) are the vowel signs of Indic scripts, which \w of regular expressions leaves out.
    if any(
        unicodedata.category(character)[0] not in "LMN" and character not in ".+-_" for character in value
    ):
        raise ValidationError("Use letters, digits and . + - _ only.", code="invalid_username")


username_validators = [validate_username]
