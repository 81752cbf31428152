"""Cloze: a text whose gaps are filled by writing words or numbers, or by choosing."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from edusync.assessment.scoring import numerical, text
from edusync.assessment.scoring.kinds.base import Change, QuestionKind, Settings, key_of, objects, text_at
from edusync.assessment.scoring.kinds.gaps import changed_text, clean_gaps, gap_faults
from edusync.assessment.scoring.outcome import (
    WRONG,
    ZERO,
    Choice,
    Outcome,
    ResponseRefused,
    SettingsFault,
    Solution,
    share_of,
)

WRITTEN: dict[str, Any] = {"text": text, "number": numerical}
GAP_KINDS = (*WRITTEN, "select")
MAX_WORDS = 50


class Cloze(QuestionKind):
    """`{"text": "… [[1]] …", "gaps": [gap, …]}`; a gap counts by its `weight`, a whole number, default 1.

    Gaps: `{"kind": "text", "answers": […], "is_case_sensitive": false}` and `{"kind": "number", "answers": […]}` with
    answers as those kinds of questions have them, `{"kind": "select", "words": [{"html": "…", "weight": 1,
    "feedback": ""}]}`. Stored words also have a `key`.
    """

    name = "cloze"

    def check(self, settings: Settings, choices: Sequence[Choice]) -> list[SettingsFault]:
        """Gaps in the text, each of which can be scored."""
        gaps = objects(settings, "gaps")
        faults = gap_faults(settings, len(gaps))
        for place, gap in enumerate(gaps):
            faults += [
                SettingsFault(
                    one.pointer.replace("/settings", f"/settings/gaps/{place}", 1), one.code, one.detail
                )
                for one in _gap_faults(gap)
            ]
        return faults

    def arrange(self, settings: Settings) -> dict[str, Any]:
        """Keys for the words to choose from."""
        return {**settings, "gaps": [_arranged(gap) for gap in objects(settings, "gaps")]}

    def clean_response(
        self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]
    ) -> dict[str, Any]:
        """`{"gaps": {"1": "what was written, or the key of a word"}}`; gaps may be left out."""
        gaps = objects(settings, "gaps")
        given = clean_gaps(response, len(gaps))
        for number, gap in enumerate(gaps, 1):
            chosen = given.get(str(number)) if gap.get("kind") == "select" else None
            if chosen and chosen not in {word["key"] for word in objects(gap, "words")}:
                raise ResponseRefused("unknown-option", "A word does not belong to this question.")
        return {"gaps": given}

    def score(self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]) -> Outcome:
        """Gaps by their weights."""
        given = response.get("gaps") or {}
        total = earned = ZERO
        pieces: list[str] = []
        for number, gap in enumerate(objects(settings, "gaps"), 1):
            outcome = _scored(gap, str(given.get(str(number)) or ""))
            total += _weight(gap)
            earned += _weight(gap) * outcome.share
            pieces += outcome.feedback
        return Outcome(earned / total if total else ZERO, tuple(pieces))

    def solution(self, settings: Settings, choices: Sequence[Choice]) -> Solution:
        """Every gap filled; one that takes a pattern only stays empty."""
        filled = {str(number): _right(gap) for number, gap in enumerate(objects(settings, "gaps"), 1)}
        return Solution(response={"gaps": {gap: right for gap, right in filled.items() if right}})

    def inputs(self, settings: Settings) -> dict[str, Any]:
        """The text, and of each gap how it is filled."""
        return {
            "text": text_at(settings, "text"),
            "gaps": [
                {
                    "number": number,
                    "kind": gap.get("kind"),
                    "words": [{"key": word["key"], "html": word["html"]} for word in objects(gap, "words")],
                }
                for number, gap in enumerate(objects(settings, "gaps"), 1)
            ],
        }

    def map_texts(self, settings: Settings, change: Change) -> dict[str, Any]:
        """The text, the words, what is said to answers."""
        gaps = [
            _mapped(gap, f"gaps/{place}", change) for place, gap in enumerate(objects(settings, "gaps"), 1)
        ]
        return {**settings, "text": changed_text(settings, change), "gaps": gaps}


def _gap_faults(gap: Settings) -> list[SettingsFault]:
    kind = gap.get("kind")
    if kind not in GAP_KINDS:
        return [SettingsFault("/settings/kind", "unknown-value", f"A gap is one of {', '.join(GAP_KINDS)}.")]
    if _weight(gap) <= 0 or _weight(gap) > 1000:
        return [SettingsFault("/settings/weight", "out-of-range", "A weight is from 1 to 1000.")]
    if kind in WRITTEN:
        faults: list[SettingsFault] = WRITTEN[str(kind)].check(gap)
        return faults
    words = objects(gap, "words")
    if not 2 <= len(words) <= MAX_WORDS:
        return [
            SettingsFault("/settings/words", "wrong-count", f"Give 2 to {MAX_WORDS} words to choose from.")
        ]
    texts = [text_at(word, "html") for word in words]
    if len(set(texts)) < len(texts) or not all(one.strip() for one in texts):
        return [
            SettingsFault(
                "/settings/words", "twice", "Words to choose from are different, and none is empty."
            )
        ]
    if not any(share_of(word.get("weight", 0)) == 1 for word in words):
        return [SettingsFault("/settings/words", "no-right-option", "One word must be right.")]
    return []


def _arranged(gap: dict[str, Any]) -> dict[str, Any]:
    if gap.get("kind") != "select":
        return gap
    words = [
        {**word, "html": text_at(word, "html"), "key": key_of("word", text_at(word, "html"))}
        for word in objects(gap, "words")
    ]
    return {**gap, "words": words}


def _scored(gap: Settings, given: str) -> Outcome:
    if not given:
        return WRONG
    if gap.get("kind") in WRITTEN:
        outcome: Outcome = WRITTEN[str(gap["kind"])].score(gap, {"text": given})
        return outcome
    for word in objects(gap, "words"):
        if word.get("key") == given:
            said = text_at(word, "feedback")
            return Outcome(share_of(word.get("weight", 0)), (said,) if said else ())
    return WRONG


def _right(gap: Settings) -> str:
    if gap.get("kind") == "text":
        texts = [
            text_at(answer, "text")
            for answer in objects(gap, "answers")
            if not answer.get("is_pattern") and share_of(answer.get("weight", 1)) == 1
        ]
        return texts[0] if texts else ""
    if gap.get("kind") == "number":
        return str(numerical.solution(gap).text)
    return next(
        (str(word["key"]) for word in objects(gap, "words") if share_of(word.get("weight", 0)) == 1), ""
    )


def _weight(gap: Settings) -> Fraction:
    weight = gap.get("weight", 1)
    return Fraction(weight) if type(weight) is int else ZERO


def _mapped(gap: dict[str, Any], place: str, change: Change) -> dict[str, Any]:
    mapped = dict(gap)
    for name, role in (("answers", "answer_feedback"), ("words", "option_feedback")):
        if name in mapped:
            mapped[name] = [
                {
                    **one,
                    "feedback": change(f"{place}/{name}/{number}/feedback", role, text_at(one, "feedback")),
                }
                for number, one in enumerate(objects(mapped, name), 1)
            ]
    if "words" in mapped:
        mapped["words"] = [
            {**word, "html": change(f"{place}/words/{number}", "gap_word", text_at(word, "html"))}
            for number, word in enumerate(mapped["words"], 1)
        ]
    return mapped


KINDS = (Cloze(),)
