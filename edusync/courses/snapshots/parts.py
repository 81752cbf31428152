"""Parts of a course that others own: rules, translations. They register how theirs are taken and applied."""

import dataclasses
import uuid
from collections.abc import Callable, Collection
from typing import Any

from edusync.courses.models import Course

Take = Callable[[Course], Any]
Apply = Callable[[Course, Any], None]
Taken = Callable[[Collection[uuid.UUID]], set[uuid.UUID]]


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """How one part is taken (JSON; rows named by UUID) and applied (the rows named are there by then).

    `taken` says which UUIDs rows of the part's own have anywhere on the site.
    """

    take: Take
    apply: Apply
    taken: Taken | None = None


_parts: dict[str, Part] = {}


def register_part(name: str, take: Take, apply: Apply, *, taken: Taken | None = None) -> None:
    """Courses have this part too.

    `take(course)` gives JSON, the same for the same rows, naming modules and lessons by their UUID as text; None leaves
    the part out. `apply(course, data)` makes the course have exactly that; lessons and modules of those UUIDs are there,
    also in a course just built, for which all UUIDs in the data were replaced. `data` is None when the snapshot lacks
    the part. A part with rows that have UUIDs of their own, under `uuid`, says by `taken` which are in use.
    """
    _parts[name] = Part(take, apply, taken)


def taken_by_parts(names: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those UUIDs that rows of parts have already."""
    return {name for part in _parts.values() if part.taken for name in part.taken(names)}


def take_parts(course: Course) -> dict[str, Any]:
    """All parts of a course, by name."""
    taken = {name: part.take(course) for name, part in sorted(_parts.items())}
    return {name: data for name, data in taken.items() if data is not None}


def apply_parts(course: Course, parts: dict[str, Any]) -> None:
    """Put all parts back that this site knows."""
    for name, part in sorted(_parts.items()):
        part.apply(course, parts.get(name))
