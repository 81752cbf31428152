"""What waits for a person: each app registers what of its own somebody has to do, and where that is done.

A source is asked with the actor and counts only what that actor may open and decide: the figure beside a link is the
number of things behind it.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable

from edusync.kernel.policy import Actor


@dataclasses.dataclass(frozen=True, slots=True)
class WaitingCourse:
    """The course that something belongs to."""

    slug: str
    title: str


@dataclasses.dataclass(frozen=True, slots=True)
class WaitingRow:
    """So many things of a kind that are done on one page.

    `since` is when the oldest of them came, `path` the page of the application where they are done, `about` what they
    belong to inside the course: the title of a quiz, for example.
    """

    kind: str
    count: int
    since: dt.datetime
    path: str
    course: WaitingCourse | None = None
    about: str = ""


Find = Callable[[Actor], Iterable[WaitingRow]]


@dataclasses.dataclass(frozen=True, slots=True)
class WaitingSource:
    """How an app tells what waits.

    `offered` says, without a query, whether anything of it can ever wait for the actor; only then the source is asked.
    `find` costs a fixed number of queries however many rows and courses there are.
    """

    code: str
    kinds: tuple[str, ...]
    find: Find
    offered: Callable[[Actor], bool]


_sources: dict[str, WaitingSource] = {}


def register_waiting(source: WaitingSource) -> None:
    """Let an app tell what waits. Raises ValueError for a code or kind that another source has."""
    others = [known for known in _sources.values() if known.code != source.code]
    taken = {kind for known in others for kind in known.kinds}
    if not source.kinds or not taken.isdisjoint(source.kinds) or _sources.get(source.code, source) != source:
        raise ValueError(
            f"source of waiting work {source.code}: its code or a kind of {source.kinds} is taken"
        )
    _sources[source.code] = source


def known_waiting_kinds() -> list[str]:
    """Every kind of thing that can wait, in the order of registration."""
    return [kind for source in _sources.values() for kind in source.kinds]


def is_waited_for(actor: Actor) -> bool:
    """Whether anything can wait for the actor at all; no query."""
    return any(_asks(source, actor) for source in _sources.values())


def waiting_for(actor: Actor) -> list[WaitingRow]:
    """What waits for the actor, what waits longest first. Nothing is told of what there is none of."""
    rows = [
        row
        for source in _sources.values()
        if _asks(source, actor)
        for row in source.find(actor)
        if row.count > 0
    ]
    return sorted(rows, key=lambda row: (row.since, row.kind, row.path))


def _asks(source: WaitingSource, actor: Actor) -> bool:
    return actor.is_authenticated and source.offered(actor)
