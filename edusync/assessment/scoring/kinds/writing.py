"""Short text, number and formula."""

from collections.abc import Mapping, Sequence
from typing import Any

from edusync.assessment.scoring import formula, numerical, text
from edusync.assessment.scoring.kinds.base import QuestionKind, Settings
from edusync.assessment.scoring.outcome import Choice, Outcome, SettingsFault, Solution


class WrittenKind(QuestionKind):
    """One line that somebody writes; `module` scores it."""

    def __init__(self, name: str, module: Any) -> None:
        self.name = name
        self.module = module

    def check(self, settings: Settings, choices: Sequence[Choice]) -> list[SettingsFault]:
        """Accepted answers."""
        faults: list[SettingsFault] = self.module.check(settings)
        return faults

    def clean_response(
        self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]
    ) -> dict[str, Any]:
        """`{"text": "…"}`."""
        return text.clean_response(response)

    def score(self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]) -> Outcome:
        """The first answer that matches."""
        outcome: Outcome = self.module.score(settings, response)
        return outcome

    def solution(self, settings: Settings, choices: Sequence[Choice]) -> Solution:
        """An answer that earns everything."""
        right: Solution = self.module.solution(settings)
        return right


class NumericalKind(WrittenKind):
    """A number, perhaps with a unit."""

    def notice(self, settings: Settings, response: Mapping[str, Any]) -> str:
        """Whether it is a number."""
        given = str(response.get("text", "")).strip()
        if given and not numerical.given_values({**settings, "unit": {}}, given)[0]:
            return "This cannot be read as a number."
        return ""

    def inputs(self, settings: Settings) -> dict[str, Any]:
        """Whether a unit is wanted."""
        return {"unit": (settings.get("unit") or {}).get("mode", "ignored")}


class FormulaKind(WrittenKind):
    """A formula in some variables."""

    def notice(self, settings: Settings, response: Mapping[str, Any]) -> str:
        """Whether it is a formula."""
        given = str(response.get("text", "")).strip()
        return formula.notice(settings, given) if given else ""

    def inputs(self, settings: Settings) -> dict[str, Any]:
        """The names of the variables."""
        return {"variables": sorted(settings.get("variables") or {})}


KINDS = (WrittenKind("text", text), NumericalKind("numerical", numerical), FormulaKind("formula", formula))
