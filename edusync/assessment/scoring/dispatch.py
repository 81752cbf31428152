"""One entry point for each act of scoring; the kind of question decides the module."""

from collections.abc import Mapping, Sequence
from typing import Any

from edusync.assessment.scoring import choices as choice_questions
from edusync.assessment.scoring import formula, numerical, text
from edusync.assessment.scoring.outcome import Choice, Outcome, ResponseRefused, SettingsFault, Solution

SINGLE = ("single_choice", "dropdown")
CHOICES = (*SINGLE, "multiple_choice")
WRITTEN: dict[str, Any] = {"numerical": numerical, "text": text, "formula": formula}
KINDS = (*CHOICES, *WRITTEN)


def clean_response(kind: str, choices: Sequence[Choice], response: object) -> dict[str, Any]:
    """The response in its stored shape. Raises ResponseRefused."""
    if not isinstance(response, dict):
        raise ResponseRefused("wrong-shape", "A response is an object.")
    if kind in CHOICES:
        return choice_questions.clean_response(response, choices, at_most_one=kind in SINGLE)
    return text.clean_response(response)


def score_response(
    kind: str, settings: Mapping[str, Any], choices: Sequence[Choice], response: Mapping[str, Any]
) -> Outcome:
    """What a stored response earns."""
    if kind in SINGLE:
        return choice_questions.score_single(choices, response)
    if kind == "multiple_choice":
        return choice_questions.score_multiple(settings, choices, response)
    outcome: Outcome = WRITTEN[kind].score(settings, response)
    return outcome


def solution(kind: str, settings: Mapping[str, Any], choices: Sequence[Choice]) -> Solution:
    """What would have been right."""
    if kind in CHOICES:
        return choice_questions.solution(choices, at_most_one=kind in SINGLE)
    right: Solution = WRITTEN[kind].solution(settings)
    return right


def check_settings(kind: str, settings: object, choices: Sequence[Choice]) -> list[SettingsFault]:
    """What is wrong with a question; empty when it can be asked and scored."""
    if kind not in KINDS:
        return [SettingsFault("/kind", "unknown-value", f"Kind is one of {', '.join(KINDS)}.")]
    if not isinstance(settings, dict):
        return [SettingsFault("/settings", "wrong-shape", "Settings are an object.")]
    if kind in CHOICES:
        return choice_questions.check(settings, choices, at_most_one=kind in SINGLE)
    faults: list[SettingsFault] = WRITTEN[kind].check(settings)
    return faults


def notice(kind: str, settings: Mapping[str, Any], response: Mapping[str, Any]) -> str:
    """Tells a learner while still writing that an answer cannot be read; says nothing about right or wrong."""
    given = str(response.get("text", "")).strip()
    if not given:
        return ""
    if kind == "formula":
        return formula.notice(settings, given)
    if kind == "numerical" and not numerical.given_values({**settings, "unit": {}}, given)[0]:
        return "This cannot be read as a number."
    return ""
