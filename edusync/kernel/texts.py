"""What names, titles and texts may contain: every script, but no control characters."""

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
