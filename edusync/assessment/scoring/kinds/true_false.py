"""True or false."""

from collections.abc import Mapping, Sequence
from typing import Any

from edusync.assessment.scoring.kinds.base import Change, QuestionKind, Settings, text_at
from edusync.assessment.scoring.outcome import (
    ONE,
    ZERO,
    Choice,
    Outcome,
    ResponseRefused,
    SettingsFault,
    Solution,
)


class TrueFalse(QuestionKind):
    """A statement: `{"is_true": true, "feedback_true": "…", "feedback_false": "…"}`; feedback by what was answered."""

    name = "true_false"

    def check(self, settings: Settings, choices: Sequence[Choice]) -> list[SettingsFault]:
        """Whether it says which it is."""
        if isinstance(settings.get("is_true"), bool):
            return []
        return [SettingsFault("/settings/is_true", "blank", "Say whether the statement is true.")]

    def clean_response(
        self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]
    ) -> dict[str, Any]:
        """`{"value": true}`; `{}` takes an answer back."""
        value = response.get("value")
        if value is None and not response:
            return {}
        if not isinstance(value, bool):
            raise ResponseRefused("wrong-shape", 'Expected {"value": true} or {"value": false}.')
        return {"value": value}

    def score(self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]) -> Outcome:
        """All or nothing."""
        value = response.get("value")
        if not isinstance(value, bool):
            return Outcome(ZERO)
        said = text_at(settings, "feedback_true" if value else "feedback_false")
        return Outcome(ONE if value is settings.get("is_true") else ZERO, (said,) if said else ())

    def solution(self, settings: Settings, choices: Sequence[Choice]) -> Solution:
        """Which it is."""
        return Solution(response={"value": bool(settings.get("is_true"))})

    def map_texts(self, settings: Settings, change: Change) -> dict[str, Any]:
        """Both feedbacks."""
        names = ("feedback_true", "feedback_false")
        mapped = {
            name: change(name, "option_feedback", text_at(settings, name))
            for name in names
            if settings.get(name)
        }
        return {**settings, **mapped}


KINDS = (TrueFalse(),)
