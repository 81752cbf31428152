"""Gaps in a text: `[[1]]`, `[[2]]` … in inline HTML, each once."""

import re
from collections.abc import Mapping
from typing import Any

from edusync.assessment.scoring.kinds.base import Change, Settings, text_at, texts_in
from edusync.assessment.scoring.outcome import MAX_TEXT_LENGTH, ResponseRefused, SettingsFault
from edusync.assessment.scoring.text import clean_response as clean_text

MARKER = re.compile(r"\[\[(\d{1,3})\]\]")
MAX_GAPS = 100


def numbers_in(text: str) -> list[int]:
    """Numbers of the gaps, in the order of the text."""
    return [int(found) for found in MARKER.findall(text)]


def gap_faults(settings: Settings, count: int) -> list[SettingsFault]:
    """Whether each of `count` gaps stands in the text once."""
    text = text_at(settings, "text")
    found = numbers_in(text)
    if not 1 <= count <= MAX_GAPS:
        detail = f"Give 1 to {MAX_GAPS} gaps."
        return [SettingsFault("/settings/gaps", "wrong-count", detail)]
    if sorted(found) != list(range(1, count + 1)):
        detail = "Every gap stands in the text once, as [[1]], [[2]] and so on."
        return [SettingsFault("/settings/text", "gaps-do-not-fit", detail)]
    if any(MARKER.search(tag) for tag in re.findall(r"<[^>]*>", text)):
        return [SettingsFault("/settings/text", "gaps-do-not-fit", "A gap stands in words, not in a tag.")]
    return []


def clean_gaps(response: Mapping[str, Any], count: int) -> dict[str, str]:
    """What was put into which gap, in the order of the gaps; empty ones are left out. Raises ResponseRefused."""
    given = texts_in(response, "gaps")
    if not given.keys() <= {str(number) for number in range(1, count + 1)}:
        raise ResponseRefused("unknown-option", "A gap does not belong to this question.")
    if any(len(text) > MAX_TEXT_LENGTH for text in given.values()):
        raise ResponseRefused("too-long", f"An answer has at most {MAX_TEXT_LENGTH} characters.")
    cleaned = {gap: str(clean_text({"text": given[gap]})["text"]) for gap in sorted(given, key=int)}
    return {gap: text for gap, text in cleaned.items() if text.strip()}


def changed_text(settings: Settings, change: Change) -> str:
    """The text after the change; one that lost a gap could not be answered, so the text stays as it was then."""
    before = text_at(settings, "text")
    after = change("text", "gap_text", before)
    return after if sorted(numbers_in(after)) == sorted(numbers_in(before)) else before
