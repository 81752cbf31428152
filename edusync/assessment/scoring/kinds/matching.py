"""Matching: to each prompt one of the matches."""

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
    texts_in,
)
from edusync.assessment.scoring.outcome import Choice, Outcome, ResponseRefused, SettingsFault, Solution

MAX_PAIRS = 50


class Matching(QuestionKind):
    """`{"pairs": [{"prompt": "…", "match": "…"}], "distractors": ["…"], "scoring": "each"}`, all of it inline HTML.

    Two prompts may have the same match. Stored pairs also have `key` (of the prompt) and `match_key`, distractors are
    `{"html": "…", "key": "…"}`: responses name those.
    """

    name = "matching"

    def check(self, settings: Settings, choices: Sequence[Choice]) -> list[SettingsFault]:
        """Pairs, each with both sides, no prompt twice."""
        pairs = objects(settings, "pairs")
        if not 2 <= len(pairs) <= MAX_PAIRS:
            return [SettingsFault("/settings/pairs", "wrong-count", f"Give 2 to {MAX_PAIRS} pairs.")]
        faults = [
            SettingsFault(f"/settings/pairs/{place}/{name}", "blank", "A pair has two sides.")
            for place, pair in enumerate(pairs)
            for name in ("prompt", "match")
            if not text_at(pair, name).strip()
        ]
        prompts = [text_at(pair, "prompt") for pair in pairs]
        if len(set(prompts)) < len(prompts):
            faults.append(SettingsFault("/settings/pairs", "twice", "The same prompt stands there twice."))
        if len({text_at(pair, "match") for pair in pairs} | set(_distractors(settings))) < 2:
            faults.append(
                SettingsFault("/settings/pairs", "wrong-count", "Give at least two different matches.")
            )
        return faults + scoring_faults(settings)

    def arrange(self, settings: Settings) -> dict[str, Any]:
        """Keys for prompts and matches."""
        pairs = [
            {
                "prompt": text_at(pair, "prompt"),
                "match": text_at(pair, "match"),
                "key": key_of("prompt", text_at(pair, "prompt")),
                "match_key": key_of("match", text_at(pair, "match")),
            }
            for pair in objects(settings, "pairs")
        ]
        others = [
            {"html": text, "key": key_of("match", text)} for text in _distractors(settings) if text.strip()
        ]
        return {**settings, "pairs": pairs, "distractors": others}

    def clean_response(
        self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]
    ) -> dict[str, Any]:
        """`{"pairs": {key of the prompt: key of the match}}`; prompts may be left out."""
        given = {prompt: match for prompt, match in texts_in(response, "pairs").items() if match}
        prompts = {str(pair["key"]) for pair in objects(settings, "pairs")}
        matches = {one["key"] for one in _matches(settings)}
        if not given.keys() <= prompts or not set(given.values()) <= matches:
            raise ResponseRefused("unknown-option", "A part does not belong to this question.")
        return {"pairs": given}

    def score(self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]) -> Outcome:
        """By how many prompts have their match."""
        pairs = objects(settings, "pairs")
        given = response.get("pairs") or {}
        right = sum(given.get(pair["key"]) == pair["match_key"] for pair in pairs)
        wrong = sum(bool(given.get(pair["key"])) for pair in pairs) - right
        return Outcome(shared(settings, right=right, wrong=wrong, total=len(pairs)))

    def solution(self, settings: Settings, choices: Sequence[Choice]) -> Solution:
        """All pairs."""
        pairs = {pair["key"]: pair["match_key"] for pair in objects(settings, "pairs")}
        return Solution(response={"pairs": pairs})

    def inputs(self, settings: Settings) -> dict[str, Any]:
        """Prompts in the author's order, matches in none."""
        prompts = [{"key": pair["key"], "html": pair["prompt"]} for pair in objects(settings, "pairs")]
        return {"prompts": prompts, "matches": _matches(settings)}

    def map_texts(self, settings: Settings, change: Change) -> dict[str, Any]:
        """Both sides of every pair, and what belongs to none."""
        pairs = [
            {
                **pair,
                "prompt": change(f"pairs/{place}/prompt", "prompt", text_at(pair, "prompt")),
                "match": change(f"pairs/{place}/match", "match", text_at(pair, "match")),
            }
            for place, pair in enumerate(objects(settings, "pairs"), 1)
        ]
        others = [
            change(f"distractors/{place}", "match", text)
            for place, text in enumerate(_distractors(settings), 1)
        ]
        stored = objects(settings, "distractors")
        return {
            **settings,
            "pairs": pairs,
            "distractors": [{**one, "html": html} for one, html in zip(stored, others, strict=True)]
            if stored
            else others,
        }


def _distractors(settings: Settings) -> list[str]:
    """Texts of the distractors, stored or as an author sends them."""
    given = settings.get("distractors")
    found = given if isinstance(given, list) else []
    return [text_at(one, "html") if isinstance(one, dict) else str(one) for one in found]


def _matches(settings: Settings) -> list[dict[str, str]]:
    pairs = [{"key": pair["match_key"], "html": pair["match"]} for pair in objects(settings, "pairs")]
    return by_key([*pairs, *objects(settings, "distractors")])


KINDS = (Matching(),)
