"""What user names may contain."""

import unicodedata

from django.core.exceptions import ValidationError


def validate_username(value: str) -> None:
    """A chosen user name: letters of any script, digits and . + - _ (an @ would let it pose as an address)."""
    # Marks (M) are the vowel signs of Indic scripts, which \w of regular expressions leaves out.
    if any(
        unicodedata.category(character)[0] not in "LMN" and character not in ".+-_" for character in value
    ):
        raise ValidationError("Use letters, digits and . + - _ only.", code="invalid_username")


username_validators = [validate_username]
