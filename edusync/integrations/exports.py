"""Which exports of a course there are. A format registers a function that writes a course into a file."""

import dataclasses
from collections.abc import Callable
from typing import IO, Any

from edusync.courses.models import Course


@dataclasses.dataclass(slots=True)
class ExportNotes:
    """What an exporter tells while it works: how far it is, and what does not come along."""

    on_progress: Callable[[int, int], None] | None = None
    losses: list[dict[str, Any]] = dataclasses.field(default_factory=list)

    def advance(self, done: int, total: int) -> None:
        """So much is done."""
        if self.on_progress:
            self.on_progress(done, total)

    def lose(self, path: str, detail: str) -> None:
        """Something of the course cannot be said in the format."""
        self.losses.append({"path": path, "detail": detail})


Write = Callable[[Course, IO[bytes], ExportNotes], None]


@dataclasses.dataclass(frozen=True, slots=True)
class Exporter:
    """One export: `code` in addresses and texts (`versions.export.<code>`), ending of its files, and who writes them."""

    code: str
    ending: str
    write: Write
    title: str
    summary: str


_exporters: dict[str, Exporter] = {}


def register_export(*, code: str, ending: str, write: Write, title: str, summary: str) -> None:
    """Offer an export on every course. `title` and `summary` are English words for the API; screens have their own."""
    _exporters[code] = Exporter(code, ending, write, title, summary)


def exporters() -> list[Exporter]:
    """All exports, in the order in which they were registered."""
    return list(_exporters.values())


def exporter_of(code: str) -> Exporter | None:
    """The export of that code."""
    return _exporters.get(code)
