"""Essay and file: answers that a person reads and marks."""

import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from edusync.assessment.scoring.kinds.base import Change, QuestionKind, Settings, text_at
from edusync.assessment.scoring.outcome import (
    WRONG,
    Choice,
    Outcome,
    ResponseRefused,
    SettingsFault,
    Solution,
)
from edusync.assessment.scoring.text import clean_response as clean_text

MAX_CHARACTERS = 100_000
MAX_WORDS = 20_000
MAX_FILES = 10
MAX_MEGABYTES = 100
_WORD = re.compile(r"\S+")


class MarkedByHand(QuestionKind):
    """What both have: `notes` tell markers what to look for; with `is_anonymous` they do not see whose answer it is."""

    is_marked_by_hand = True

    def score(self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]) -> Outcome:
        """Nothing by itself."""
        return WRONG

    def solution(self, settings: Settings, choices: Sequence[Choice]) -> Solution:
        """Nobody knows it beforehand."""
        return Solution()

    def map_texts(self, settings: Settings, change: Change) -> dict[str, Any]:
        """The notes are for markers: they are cleaned like every HTML text."""
        notes = text_at(settings, "notes")
        return {**settings, "notes": change("notes", "marking_notes", notes)} if notes else dict(settings)


class Essay(MarkedByHand):
    """`{"lines": 10, "min_words": 100, "max_words": 500, "template": "…", "notes": "…", "is_anonymous": true}`, all optional."""

    name = "essay"

    def check(self, settings: Settings, choices: Sequence[Choice]) -> list[SettingsFault]:
        """Numbers in range, the smaller one first."""
        faults = [
            fault
            for name, most in (("lines", 100), ("min_words", MAX_WORDS), ("max_words", MAX_WORDS))
            for fault in _number_faults(settings, name, most)
        ]
        low, high = settings.get("min_words"), settings.get("max_words")
        if not faults and low and high and low > high:
            detail = "Not more than the longest answer may have."
            faults.append(SettingsFault("/settings/min_words", "out-of-range", detail))
        if len(text_at(settings, "template")) > MAX_CHARACTERS:
            faults.append(SettingsFault("/settings/template", "too-long", "The template is too long."))
        return faults

    def clean_response(
        self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]
    ) -> dict[str, Any]:
        """`{"text": "…"}`, with its lines. How many words it has is told, never refused: nothing written is lost."""
        return clean_text(response, max_length=MAX_CHARACTERS)

    def notice(self, settings: Settings, response: Mapping[str, Any]) -> str:
        """How many words are missing or too many."""
        words = len(_WORD.findall(str(response.get("text", ""))))
        low, high = settings.get("min_words") or 0, settings.get("max_words") or MAX_WORDS
        if words > high:
            return f"This has {words} words; at most {high} are wanted."
        return f"This has {words} words; at least {low} are wanted." if 0 < words < low else ""

    def inputs(self, settings: Settings) -> dict[str, Any]:
        """Sizes and what the answer begins with."""
        return {
            "lines": settings.get("lines") or 8,
            "min_words": settings.get("min_words"),
            "max_words": settings.get("max_words"),
            "template": text_at(settings, "template"),
        }


class FileAnswer(MarkedByHand):
    """`{"max_files": 1, "max_megabytes": 10, "file_types": "pdf, docx", "notes": "…", "is_anonymous": true}`."""

    name = "file"

    def check(self, settings: Settings, choices: Sequence[Choice]) -> list[SettingsFault]:
        """Numbers in range."""
        faults = _number_faults(settings, "max_files", MAX_FILES)
        faults += _number_faults(settings, "max_megabytes", MAX_MEGABYTES)
        if len(endings(settings)) > 40:
            faults.append(SettingsFault("/settings/file_types", "too-many", "At most 40 endings."))
        return faults

    def clean_response(
        self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]
    ) -> dict[str, Any]:
        """`{"files": [uuids]}` of files that were sent for this question; whose they are, is asked when they are read."""
        given = response.get("files")
        if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
            raise ResponseRefused("wrong-shape", 'Expected {"files": ["…"]}.')
        if len(given) > most_files(settings):
            raise ResponseRefused("too-many-options", f"At most {most_files(settings)} files.")
        try:
            names = [str(uuid.UUID(one)) for one in given]
        except ValueError as error:
            raise ResponseRefused("unknown-option", "There is no such file.") from error
        return {"files": list(dict.fromkeys(names))}

    def inputs(self, settings: Settings) -> dict[str, Any]:
        """What is taken."""
        return {
            "max_files": most_files(settings),
            "max_megabytes": most_megabytes(settings),
            "file_types": endings(settings),
        }


def most_files(settings: Settings) -> int:
    """How many files an answer has at most."""
    return int(settings.get("max_files") or 1)


def most_megabytes(settings: Settings) -> int:
    """How large each may be, in MB."""
    return int(settings.get("max_megabytes") or 10)


def endings(settings: Settings) -> list[str]:
    """Endings of names that are taken, without dots; none: all."""
    return [
        word.lstrip(".*").lower()
        for word in re.split(r"[\s,;]+", text_at(settings, "file_types"))
        if word.lstrip(".*")
    ]


def _number_faults(settings: Settings, name: str, most: int) -> list[SettingsFault]:
    value = settings.get(name)
    if value is None or (type(value) is int and 1 <= value <= most):
        return []
    return [SettingsFault(f"/settings/{name}", "out-of-range", f"A whole number from 1 to {most}.")]


KINDS = (Essay(), FileAnswer())
