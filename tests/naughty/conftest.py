"""The big list of naughty strings, and what becomes of each: stored as given, or refused."""

import json
import unicodedata
from pathlib import Path

import pytest
from django.conf import settings

STRINGS = Path(settings.ENV.inputs) / "security" / "blns.json"


@pytest.fixture(scope="session")
def naughty_strings() -> list[str]:
    """All of them, each once."""
    if not STRINGS.is_file():
        pytest.skip(f"list of naughty strings not found: {STRINGS} (set EDUSYNC_INPUTS)")
    return sorted(set(json.loads(STRINGS.read_text(encoding="utf-8"))))


@pytest.fixture
def expected():
    """What is stored of a text in a field of that length: it without blanks around, or None if it is refused."""

    def stored(text: str, length: int, *, allowed: str = "", is_blank_allowed: bool = True) -> str | None:
        line = text.strip()
        if len(line) > length or not (line or is_blank_allowed):
            return None
        controls = {sign for sign in line if unicodedata.category(sign) in {"Cc", "Cs"}}
        return None if controls - set(allowed) else line

    return stored
