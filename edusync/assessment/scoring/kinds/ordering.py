"""Ordering: parts to be brought into their order."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from edusync.assessment.scoring.kinds.base import (
    Change,
    QuestionKind,
    Settings,
    by_key,
    key_of,
    objects,
    text_at,
)
from edusync.assessment.scoring.outcome import (
    ONE,
    ZERO,
    Choice,
    Outcome,
    ResponseRefused,
    SettingsFault,
    Solution,
)

SCORINGS = ("each", "neighbors", "all_or_nothing")
MAX_ITEMS = 50


class Ordering(QuestionKind):
    """`{"items": [{"html": "…"}], "scoring": "each"}`, items in the right order; stored ones also have a `key`.

    `each`: the share of items in their place. `neighbors`: the share of items followed by the right one.
    """

    name = "ordering"

    def check(self, settings: Settings, choices: Sequence[Choice]) -> list[SettingsFault]:
        """Different items, enough of them."""
        items = [text_at(one, "html").strip() for one in objects(settings, "items")]
        if not 2 <= len(items) <= MAX_ITEMS:
            return [SettingsFault("/settings/items", "wrong-count", f"Give 2 to {MAX_ITEMS} parts.")]
        faults = [
            SettingsFault(f"/settings/items/{place}/html", "blank", "A part has a text.")
            for place, item in enumerate(items)
            if not item
        ]
        if len(set(items)) < len(items):
            faults.append(SettingsFault("/settings/items", "twice", "The same part stands there twice."))
        if settings.get("scoring", "each") not in SCORINGS:
            detail = f"Scoring is one of {', '.join(SCORINGS)}."
            faults.append(SettingsFault("/settings/scoring", "unknown-value", detail))
        return faults

    def arrange(self, settings: Settings) -> dict[str, Any]:
        """Keys for the items."""
        texts = [text_at(one, "html") for one in objects(settings, "items")]
        return {**settings, "items": [{"html": text, "key": key_of("item", text)} for text in texts]}

    def clean_response(
        self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]
    ) -> dict[str, Any]:
        """`{"order": [keys]}` of all items, or of none."""
        given = response.get("order")
        if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
            raise ResponseRefused("wrong-shape", 'Expected {"order": ["…"]}.')
        if given and sorted(given) != sorted(_keys(settings)):
            raise ResponseRefused("unknown-option", "The parts are not those of this question.")
        return {"order": list(given)}

    def score(self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]) -> Outcome:
        """By the `scoring` of the question."""
        right, given = _keys(settings), response.get("order") or []
        if len(given) != len(right):
            return Outcome(ZERO)
        match settings.get("scoring", "each"):
            case "all_or_nothing":
                return Outcome(ONE if given == right else ZERO)
            case "neighbors":
                followed = set(pairwise(right)) & set(pairwise(given))
                return Outcome(Fraction(len(followed), len(right) - 1))
        same = sum(one == other for one, other in zip(given, right, strict=True))
        return Outcome(Fraction(same, len(right)))

    def solution(self, settings: Settings, choices: Sequence[Choice]) -> Solution:
        """The right order."""
        return Solution(response={"order": _keys(settings)})

    def inputs(self, settings: Settings) -> dict[str, Any]:
        """The items in no order."""
        return {"items": by_key(objects(settings, "items"))}

    def map_texts(self, settings: Settings, change: Change) -> dict[str, Any]:
        """Every item."""
        items = [
            {**one, "html": change(f"items/{place}", "item", text_at(one, "html"))}
            for place, one in enumerate(objects(settings, "items"), 1)
        ]
        return {**settings, "items": items}


def _keys(settings: Settings) -> list[str]:
    return [str(one["key"]) for one in objects(settings, "items")]


KINDS = (Ordering(),)
