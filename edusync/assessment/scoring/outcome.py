"""Plain data that goes into and comes out of scoring."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

ZERO = Fraction(0)
ONE = Fraction(1)
MAX_TEXT_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class Choice:
    """An option as scoring sees it; `position` starts at 1."""

    id: int
    position: int
    weight: Decimal
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a response earns: `share` of the points from 0 to 1, and pieces of feedback (inline HTML)."""

    share: Fraction
    feedback: tuple[str, ...] = ()

    @property
    def is_correct(self) -> bool:
        """Whether all points are earned."""
        return self.share == ONE


@dataclass(frozen=True, slots=True)
class Solution:
    """What would be right: ids of options, a text, or a whole response that earns everything."""

    option_ids: tuple[int, ...] = ()
    text: str = ""
    response: Mapping[str, Any] | None = None


class ResponseRefused(ValueError):
    """A response has the wrong shape. `code` says how: wrong-shape, unknown-option, too-many-options, too-long."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class SettingsFault:
    """Something wrong in the settings of a question; `pointer` is a JSON pointer within the draft."""

    pointer: str
    code: str
    detail: str


def share_of(weight: object) -> Fraction:
    """A weight as a share from 0 to 1; what is no number counts as 0."""
    # Nearly every weight is one of these, and making fractions of text is slow.
    if weight == 1:
        return ONE
    if weight == 0:
        return ZERO
    try:
        share = Fraction(str(weight))
    except (ValueError, ZeroDivisionError):
        return ZERO
    return min(max(share, ZERO), ONE)


WRONG = Outcome(ZERO)
