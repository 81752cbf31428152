"""A text with gaps, filled with words from one list; a word may fit several gaps."""

from collections.abc import Mapping, Sequence
from typing import Any

from edusync.assessment.scoring.kinds.base import (
    Change,
    QuestionKind,
    Settings,
    by_key,
    key_of,
    objects,
    scoring_faults,
    shared,
    text_at,
)
from edusync.assessment.scoring.kinds.gaps import changed_text, clean_gaps, gap_faults
from edusync.assessment.scoring.outcome import Choice, Outcome, ResponseRefused, SettingsFault, Solution

MAX_WORDS = 100


class GapSelect(QuestionKind):
    """`{"text": "The [[1]] …", "words": [{"html": "…", "group": 1}], "gaps": [{"word": 1}], "scoring": "each"}`.

    `word` is the place of the right word in the list, from 1. A gap offers the words of the group of its right word.
    Stored words also have a `key`.
    """

    name = "gap_select"

    def check(self, settings: Settings, choices: Sequence[Choice]) -> list[SettingsFault]:
        """Gaps in the text, a right word for each."""
        words, gaps = objects(settings, "words"), objects(settings, "gaps")
        if not 1 <= len(words) <= MAX_WORDS:
            return [SettingsFault("/settings/words", "wrong-count", f"Give 1 to {MAX_WORDS} words.")]
        faults = gap_faults(settings, len(gaps))
        faults += [
            SettingsFault(f"/settings/words/{place}/html", "blank", "A word is missing.")
            for place, word in enumerate(words)
            if not text_at(word, "html").strip()
        ]
        names = [(text_at(word, "html"), _group(word)) for word in words]
        if len(set(names)) < len(names):
            faults.append(SettingsFault("/settings/words", "twice", "The same word stands there twice."))
        faults += [
            SettingsFault(
                f"/settings/gaps/{place}/word", "unknown-value", "Choose the word that belongs here."
            )
            for place, gap in enumerate(gaps)
            if _word(words, gap) is None
        ]
        return faults + scoring_faults(settings)

    def arrange(self, settings: Settings) -> dict[str, Any]:
        """Keys for the words."""
        words = [
            {
                "html": text_at(word, "html"),
                "group": _group(word),
                "key": key_of(f"word{_group(word)}", text_at(word, "html")),
            }
            for word in objects(settings, "words")
        ]
        gaps = [{"word": gap.get("word")} for gap in objects(settings, "gaps")]
        return {**settings, "words": words, "gaps": gaps}

    def clean_response(
        self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]
    ) -> dict[str, Any]:
        """`{"gaps": {"1": key of the word}}`; gaps may be left out."""
        given = clean_gaps(response, len(objects(settings, "gaps")))
        if not set(given.values()) <= {word["key"] for word in objects(settings, "words")}:
            raise ResponseRefused("unknown-option", "A word does not belong to this question.")
        return {"gaps": given}

    def score(self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]) -> Outcome:
        """By how many gaps have their word."""
        right_ones = _right(settings)
        given = response.get("gaps") or {}
        right = sum(given.get(gap) == key for gap, key in right_ones.items())
        wrong = sum(bool(given.get(gap)) for gap in right_ones) - right
        return Outcome(shared(settings, right=right, wrong=wrong, total=len(right_ones)))

    def solution(self, settings: Settings, choices: Sequence[Choice]) -> Solution:
        """Every gap filled."""
        return Solution(response={"gaps": _right(settings)})

    def inputs(self, settings: Settings) -> dict[str, Any]:
        """The text, and for each gap its words in no order."""
        words = objects(settings, "words")
        groups = [_group(_word(words, gap) or {}) for gap in objects(settings, "gaps")]
        offered = [by_key([word for word in words if _group(word) == group]) for group in groups]
        return {
            "text": text_at(settings, "text"),
            "gaps": [
                {"number": number, "kind": "select", "words": found}
                for number, found in enumerate(offered, 1)
            ],
        }

    def map_texts(self, settings: Settings, change: Change) -> dict[str, Any]:
        """The text and the words."""
        words = [
            {**word, "html": change(f"words/{place}", "gap_word", text_at(word, "html"))}
            for place, word in enumerate(objects(settings, "words"), 1)
        ]
        return {**settings, "text": changed_text(settings, change), "words": words}


def _group(word: Mapping[str, Any]) -> int:
    group = word.get("group")
    return group if type(group) is int else 1


def _word(words: Sequence[dict[str, Any]], gap: Mapping[str, Any]) -> dict[str, Any] | None:
    place = gap.get("word")
    return words[place - 1] if type(place) is int and 1 <= place <= len(words) else None


def _right(settings: Settings) -> dict[str, str]:
    words = objects(settings, "words")
    return {
        str(number): str((_word(words, gap) or {}).get("key"))
        for number, gap in enumerate(objects(settings, "gaps"), 1)
    }


KINDS = (GapSelect(),)
