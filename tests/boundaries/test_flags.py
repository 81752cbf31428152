"""Flags of the front end are flags of the back end, with words in every complete language."""

import json
import re
from pathlib import Path

import pytest

from edusync.kernel.flags import all_flags

WEB = Path(__file__).resolve().parents[2] / "web" / "src"
ASKED = re.compile(r"\b(?:useFlag|isFlagOn)\('([^']+)'|\bflag: '([^']+)'")


def asked_keys() -> set[str]:
    """Keys that pages ask for by name, in routes or in their code."""
    files = [file for file in WEB.rglob("*") if file.suffix in {".ts", ".vue"} and ".spec" not in file.name]
    return {one or other for file in files for one, other in ASKED.findall(file.read_text(encoding="utf-8"))}


def test_pages_ask_for_flags_that_the_code_declares() -> None:
    declared = {flag.key for flag in all_flags()}
    assert "search" in asked_keys()
    assert asked_keys() <= declared


@pytest.mark.parametrize("language", ["en", "ta"])
def test_every_flag_has_words(language: str) -> None:
    locale = WEB / "features" / "flags" / "locales" / f"{language}.json"
    known = json.loads(locale.read_text(encoding="utf-8"))["known"]
    words = {"title", "description", "removal"}
    assert {flag.key for flag in all_flags() if set(known.get(flag.key, {})) != words} == set()
