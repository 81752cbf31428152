"""A row of every kind for the walk over all routes: one file a subject, each with `ids(school)`, found by its place."""

import dataclasses
from importlib import import_module
from pathlib import Path
from typing import Any


@dataclasses.dataclass(frozen=True)
class School:
    """The people who own the rows."""

    organization: Any
    learner: Any
    instructor: Any
    admin: Any


def ids_of(school: School) -> dict[str, str]:
    """Ids by route parameter, or by `<start of the route>:<parameter>` where one name means several things."""
    found: dict[str, str] = {}
    for file in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        mine = import_module(f"{__package__}.{file.stem}").ids(school)
        twice = found.keys() & mine.keys()
        if twice:
            raise ValueError(
                f"{file.name} names again: {sorted(twice)}; use '<start of the route>:<parameter>'"
            )
        found.update(mine)
    return found
