"""What an author or an importer hands over to make a question: plain data, checked by `create_quiz`."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple


class OptionDraft(NamedTuple):
    """One choice. `weight` is the share of the points it earns, from -1 to 1: 1 is right, 0 is wrong.

    A plain tuple `(html, weight, feedback)` does as well.
    """

    html: str
    weight: Decimal | float | int | str = 0
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionDraft:
    """One question to be made. `settings` by kind as the README of this app lists them.

    `kind` is one of single_choice, multiple_choice, dropdown, numerical, text, formula. `stem` is a block document;
    `html` of options and all feedback may hold the inline HTML of block documents (cleaned when stored). `points` is
    what the question is worth in the quiz.
    """

    kind: str
    stem: dict[str, Any]
    title: str = ""
    options: tuple[OptionDraft | tuple[str, Any, str], ...] | list[Any] = ()
    settings: dict[str, Any] = field(default_factory=dict)
    points: Decimal | float | int | str = 1
    feedback_correct: str = ""
    feedback_incorrect: str = ""
    explanation: str = ""
    hints: tuple[str, ...] | list[str] = ()
    # Of a question that people mark: the public id of a rubric, or what one says, see `question_rubrics`; empty for
    # none, None where nothing is said of it.
    rubric: str | dict[str, Any] | None = None

    def option_drafts(self) -> list[OptionDraft]:
        """The options, all in the same shape."""
        return [OptionDraft(*option) for option in self.options]
