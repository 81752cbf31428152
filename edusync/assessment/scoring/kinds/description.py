"""Description: a text between questions. Nothing is answered, nothing earned."""

from collections.abc import Mapping, Sequence
from typing import Any

from edusync.assessment.scoring.kinds.base import QuestionKind, Settings
from edusync.assessment.scoring.outcome import (
    WRONG,
    Choice,
    Outcome,
    ResponseRefused,
    SettingsFault,
    Solution,
)


class Description(QuestionKind):
    """No settings."""

    name = "description"
    is_scored = False

    def check(self, settings: Settings, choices: Sequence[Choice]) -> list[SettingsFault]:
        """Nothing can be wrong."""
        return []

    def clean_response(
        self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]
    ) -> dict[str, Any]:
        """There is nothing to answer."""
        raise ResponseRefused("wrong-shape", "Nothing is asked here.")

    def score(self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]) -> Outcome:
        """Nothing."""
        return WRONG

    def solution(self, settings: Settings, choices: Sequence[Choice]) -> Solution:
        """None."""
        return Solution()


KINDS = (Description(),)
