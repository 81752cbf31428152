"""Single choice, drop-down and multiple choice."""

from collections.abc import Mapping, Sequence
from typing import Any

from edusync.assessment.scoring import choices as scored
from edusync.assessment.scoring.kinds.base import Change, QuestionKind, Settings
from edusync.assessment.scoring.outcome import Choice, Outcome, SettingsFault, Solution


class ChoiceKind(QuestionKind):
    """One of several options, or several of them."""

    has_options = True

    def __init__(self, name: str, *, at_most_one: bool) -> None:
        self.name = name
        self.at_most_one = at_most_one

    def check(self, settings: Settings, choices: Sequence[Choice]) -> list[SettingsFault]:
        """Options, weights, scoring."""
        return scored.check(settings, choices, at_most_one=self.at_most_one)

    def clean_response(
        self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]
    ) -> dict[str, Any]:
        """`{"options": [ids]}`."""
        return scored.clean_response(response, choices, at_most_one=self.at_most_one)

    def score(self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]) -> Outcome:
        """By weights, or by the `scoring` of a multiple choice."""
        if self.at_most_one:
            return scored.score_single(choices, response)
        return scored.score_multiple(settings, choices, response)

    def solution(self, settings: Settings, choices: Sequence[Choice]) -> Solution:
        """The right options."""
        return scored.solution(choices, at_most_one=self.at_most_one)

    def map_texts(self, settings: Settings, change: Change) -> dict[str, Any]:
        """What is said of options wrongly left out."""
        mapped = super().map_texts(settings, change)
        if "unselected_feedback" in mapped:
            mapped["unselected_feedback"] = [
                change(f"unselected/{place}", "unselected_feedback", text)
                for place, text in enumerate(mapped["unselected_feedback"] or [], 1)
            ]
        return mapped


KINDS = (
    ChoiceKind("single_choice", at_most_one=True),
    ChoiceKind("dropdown", at_most_one=True),
    ChoiceKind("multiple_choice", at_most_one=False),
)
