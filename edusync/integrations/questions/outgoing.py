"""A question as the writers of formats take it."""

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any


@dataclasses.dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a question. `read` gives its content."""

    name: str
    media_type: str
    alt: str
    read: Callable[[], bytes]


@dataclasses.dataclass(frozen=True, slots=True)
class Outgoing:
    """The newest wording of a question. `stem_html` is what it asks, `has_media` whether that lacks pictures or films."""

    title: str
    kind: str
    stem_html: str
    settings: dict[str, Any]
    options: Sequence[dict[str, Any]]
    points: str = "1"
    explanation: str = ""
    feedback_correct: str = ""
    feedback_incorrect: str = ""
    hints: Sequence[str] = ()
    category: tuple[str, ...] = ()
    tags: Sequence[str] = ()
    has_media: bool = False
    # What it is called where it came from, else its public id.
    ref: str = ""
    # Those that are files of this site, in order.
    pictures: Sequence[Picture] = ()
    # Whether people mark it by a rubric, which no format for questions has a place for.
    has_rubric: bool = False


NO_RUBRIC = "the rubric by which it is marked"
