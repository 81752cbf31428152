"""One entry point for each act of scoring; the registry of kinds knows who does it."""

from collections.abc import Mapping, Sequence
from typing import Any

from edusync.assessment.scoring.kinds import kind_named, kind_names
from edusync.assessment.scoring.kinds.base import Change
from edusync.assessment.scoring.outcome import Choice, Outcome, ResponseRefused, SettingsFault, Solution
from edusync.assessment.scoring.shapes import has_picture


def clean_response(
    kind: str, choices: Sequence[Choice], response: object, *, settings: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The response in its stored shape. Raises ResponseRefused."""
    if not isinstance(response, dict):
        raise ResponseRefused("wrong-shape", "A response is an object.")
    return kind_named(kind).clean_response(settings or {}, choices, response)


def score_response(
    kind: str, settings: Mapping[str, Any], choices: Sequence[Choice], response: Mapping[str, Any]
) -> Outcome:
    """What a stored response earns."""
    return kind_named(kind).score(settings, choices, response)


def solution(kind: str, settings: Mapping[str, Any], choices: Sequence[Choice]) -> Solution:
    """What would have been right."""
    return kind_named(kind).solution(settings, choices)


def check_settings(kind: str, settings: object, choices: Sequence[Choice]) -> list[SettingsFault]:
    """What is wrong with a question; empty when it can be asked and scored."""
    if kind not in kind_names():
        return [SettingsFault("/kind", "unknown-value", f"Kind is one of {', '.join(kind_names())}.")]
    if not isinstance(settings, dict):
        return [SettingsFault("/settings", "wrong-shape", "Settings are an object.")]
    return kind_named(kind).check(settings, choices)


def notice(kind: str, settings: Mapping[str, Any], response: Mapping[str, Any]) -> str:
    """Tells a learner while still writing that an answer cannot be read; says nothing about right or wrong."""
    return kind_named(kind).notice(settings, response)


def learner_inputs(kind: str, settings: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a learner must be given to answer: nothing that tells what is right."""
    return kind_named(kind).inputs(settings)


def stored_settings(kind: str, settings: Mapping[str, Any], clean: Any) -> dict[str, Any]:
    """The settings as they are stored: every HTML text in them through `clean`, parts with their keys."""
    found = kind_named(kind)
    return found.arrange(
        found.map_texts(settings, lambda _field, _label, text: str(clean(text)) if text else text)
    )


def map_texts(kind: str, settings: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """The settings with every HTML text in them changed; what decides the score stays."""
    return kind_named(kind).map_texts(settings, change)


def presented(
    kind: str, settings: Mapping[str, Any], stem: Mapping[str, Any]
) -> tuple[Mapping[str, Any], dict[str, Any] | None]:
    """What is asked, and what a learner must be given to answer: nothing that tells what is right."""
    return kind_named(kind).present(settings, stem)


def instance(kind: str, settings: Mapping[str, Any], seed: int) -> tuple[dict[str, Any], dict[str, str]]:
    """The settings as they hold for the seed, and the values that stand for names in braces in its texts."""
    return kind_named(kind).instance(settings, seed)


def is_scored(kind: str) -> bool:
    """Whether such a question is answered and earns points. One that nobody knows any more counts as such."""
    return kind not in kind_names() or kind_named(kind).is_scored


def is_marked_by_hand(kind: str) -> bool:
    """Whether a person gives its points."""
    return kind in kind_names() and kind_named(kind).is_marked_by_hand


def unscored_kinds() -> tuple[str, ...]:
    """Kinds that earn nothing."""
    return tuple(name for name in kind_names() if not kind_named(name).is_scored)


def kinds_by_hand() -> tuple[str, ...]:
    """Kinds whose points a person gives."""
    return tuple(name for name in kind_names() if kind_named(name).is_marked_by_hand)


def stem_faults(kind: str, stem: Mapping[str, Any]) -> list[SettingsFault]:
    """What is missing in the text of such a question."""
    if kind not in kind_names() or not kind_named(kind).needs_picture or has_picture(stem):
        return []
    return [
        SettingsFault("/stem", "picture-missing", "Put a picture into the question; it is answered there.")
    ]
