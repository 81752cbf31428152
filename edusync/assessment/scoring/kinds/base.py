"""What a kind of question is: pure functions over plain data, gathered in one object."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from edusync.assessment.scoring.outcome import (
    ONE,
    ZERO,
    Choice,
    Outcome,
    ResponseRefused,
    SettingsFault,
    Solution,
)

Settings = Mapping[str, Any]
# Gets the place of a text within its question, what it is, and the text; gives the text to put there.
Change = Callable[[str, str, str], str]
SCORINGS = ("each", "all_or_nothing", "less_wrong")


class QuestionKind(ABC):
    """One kind of question. The defaults are those of a question that is answered by a text of one's own."""

    name = ""
    # Whether rows of options belong to it.
    has_options = False
    # A person gives the points.
    is_marked_by_hand = False
    # Something is answered and earns points; a text between questions does neither.
    is_scored = True
    # The answer is given on the first picture of what is asked.
    needs_picture = False

    @abstractmethod
    def check(self, settings: Settings, choices: Sequence[Choice]) -> list[SettingsFault]:
        """What is wrong with a question; empty when it can be asked and scored."""

    @abstractmethod
    def clean_response(
        self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The response in its stored shape. Raises ResponseRefused."""

    @abstractmethod
    def score(self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]) -> Outcome:
        """What a stored response earns; never raises because of what a learner wrote."""

    @abstractmethod
    def solution(self, settings: Settings, choices: Sequence[Choice]) -> Solution:
        """What would have been right."""

    def notice(self, settings: Settings, response: Mapping[str, Any]) -> str:
        """Why an answer cannot be read, never whether it is right; mostly nothing."""
        return ""

    def inputs(self, settings: Settings) -> dict[str, Any] | None:
        """What a learner must be given to answer. Nothing in it tells what is right, not by its order either."""
        return None

    def present(
        self, settings: Settings, stem: Mapping[str, Any]
    ) -> tuple[Mapping[str, Any], dict[str, Any] | None]:
        """What is asked, and what is given to answer it. Parts may move from the one to the other."""
        return stem, self.inputs(settings)

    def instance(self, settings: Settings, seed: int) -> tuple[dict[str, Any], dict[str, str]]:
        """The settings as they hold in one attempt, and what stands for names in braces in its texts; mostly nothing.

        The same seed gives the same. Never raises for settings that passed `check`.
        """
        return dict(settings), {}

    def arrange(self, settings: Settings) -> dict[str, Any]:
        """The settings as they are stored: parts that responses name get their keys."""
        return dict(settings)

    def map_texts(self, settings: Settings, change: Change) -> dict[str, Any]:
        """The settings with every HTML text in them changed; what decides the score stays."""
        mapped = dict(settings)
        if mapped.get("answers"):
            mapped["answers"] = [
                {
                    **answer,
                    "feedback": change(f"answers/{place}", "answer_feedback", text_at(answer, "feedback")),
                }
                for place, answer in enumerate(mapped["answers"], 1)
            ]
        return mapped


def text_at(part: Mapping[str, Any], name: str) -> str:
    """A text of a part, empty where it has none."""
    return str(part.get(name) or "")


def key_of(role: str, text: str) -> str:
    """A name for a part of a question: the same for the same words, and without any order."""
    return hashlib.sha256(f"{role}\0{text}".encode()).hexdigest()[:10]


def by_key(parts: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Key and words of the parts in an order that has nothing to do with the author's."""
    found = {str(part["key"]): text_at(part, "html") for part in parts}
    return [{"key": key, "html": found[key]} for key in sorted(found)]


def objects(settings: Settings, name: str) -> list[dict[str, Any]]:
    """A list of objects in the settings; whatever else stands there is no object."""
    found = settings.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def shared(settings: Settings, *, right: int, wrong: int, total: int) -> Fraction:
    """The share for so many right and wrong parts, by the `scoring` of the question."""
    if not total:
        return ZERO
    match settings.get("scoring", "each"):
        case "all_or_nothing":
            return ONE if right == total else ZERO
        case "less_wrong":
            return max(ZERO, Fraction(right - wrong, total))
    return Fraction(right, total)


def scoring_faults(settings: Settings) -> list[SettingsFault]:
    """Whether the `scoring` is known."""
    if settings.get("scoring", "each") in SCORINGS:
        return []
    detail = f"Scoring is one of {', '.join(SCORINGS)}."
    return [SettingsFault("/settings/scoring", "unknown-value", detail)]


def texts_in(response: Mapping[str, Any], name: str) -> dict[str, str]:
    """A mapping of texts in a response. Raises ResponseRefused."""
    given = response.get(name)
    is_fine = isinstance(given, dict) and all(
        isinstance(key, str) and isinstance(value, str) for key, value in given.items()
    )
    if not is_fine or given is None:
        raise ResponseRefused("wrong-shape", f'Expected {{"{name}": {{…}}}}.')
    return dict(given)
