"""Scoring of short text answers."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from edusync.assessment.scoring.outcome import (
    MAX_TEXT_LENGTH,
    ONE,
    WRONG,
    Outcome,
    ResponseRefused,
    SettingsFault,
    Solution,
    share_of,
)
from edusync.assessment.scoring.patterns import PatternError, compile_pattern

_SPACES = re.compile(r"\s+")


def clean_response(response: Mapping[str, Any], *, max_length: int = MAX_TEXT_LENGTH) -> dict[str, Any]:
    """`{"text": "…"}` in NFC. Raises ResponseRefused."""
    text = response.get("text")
    if not isinstance(text, str):
        raise ResponseRefused("wrong-shape", 'Expected {"text": "…"}.')
    if len(text) > max_length:
        raise ResponseRefused("too-long", f"An answer has at most {max_length} characters.")
    # NUL cannot be stored by every engine, lone surrogates by none.
    text = text.replace("\0", "").encode("utf-8", "replace").decode()
    return {"text": unicodedata.normalize("NFC", text)}


def normalize(text: str) -> str:
    """NFC, no space at the ends, runs of spaces as one."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def score(settings: Mapping[str, Any], response: Mapping[str, Any]) -> Outcome:
    """The first matching answer earns its weight; better answers should stand first."""
    given = normalize(str(response.get("text", "")))
    if not given:
        return WRONG
    for answer in settings.get("answers", ()):
        if _matches(answer, given, bool(settings.get("is_case_sensitive"))):
            feedback = answer.get("feedback", "")
            return Outcome(share_of(answer.get("weight", 1)), (feedback,) if feedback else ())
    return Outcome(ONE) if settings.get("accepts_any") else WRONG


def _matches(answer: Mapping[str, Any], given: str, is_case_sensitive: bool) -> bool:
    expected = str(answer.get("text", ""))
    if answer.get("is_pattern"):
        try:
            return compile_pattern(expected, ignore_case=not is_case_sensitive).matches(given)
        except PatternError:
            return False
    expected = normalize(expected)
    if is_case_sensitive:
        return given == expected
    # NFC again: folding may take characters apart (Turkish dotted İ).
    return unicodedata.normalize("NFC", given.casefold()) == unicodedata.normalize("NFC", expected.casefold())


def solution(settings: Mapping[str, Any]) -> Solution:
    """All texts that earn everything; patterns tell nothing to a reader and are left out."""
    texts = [
        str(answer.get("text", ""))
        for answer in settings.get("answers", ())
        if not answer.get("is_pattern") and share_of(answer.get("weight", 1)) == ONE
    ]
    return Solution(text=" / ".join(texts))


def check(settings: Mapping[str, Any]) -> list[SettingsFault]:
    """What is wrong with the settings of a text question."""
    answers = settings.get("answers", [])
    if not isinstance(answers, list) or not all(isinstance(answer, dict) for answer in answers):
        return [SettingsFault("/settings/answers", "wrong-shape", "Expected a list of answers.")]
    if not answers and not settings.get("accepts_any"):
        return [SettingsFault("/settings/answers", "blank", "Give at least one answer.")]
    faults = []
    for index, answer in enumerate(answers):
        pointer = f"/settings/answers/{index}/text"
        text = answer.get("text")
        if not isinstance(text, str) or not text.strip():
            faults.append(SettingsFault(pointer, "blank", "An answer has a text."))
        elif answer.get("is_pattern"):
            try:
                compile_pattern(text)
            except PatternError as error:
                faults.append(SettingsFault(pointer, "bad-pattern", str(error)))
    return faults
