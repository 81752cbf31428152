"""What a parser hands over: the course as a tree, its files, and what became of each node of the source."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from edusync.assessment.drafts import QuestionDraft

Document = dict[str, Any]

# Documents name files and lessons of the source by these schemes until the real addresses are known.
FILE_SCHEME = "source-file:"
LESSON_SCHEME = "source-lesson:"


class Outcome(StrEnum):
    """What became of a node."""

    IMPORTED = "imported"
    LOSSY = "lossy"
    SKIPPED = "skipped"


@dataclass(slots=True)
class SourceNode:
    """One node of the source. Without a call it counts as not reached; `keep`, `lose` and `skip` settle it."""

    path: str
    kind: str
    title: str = ""
    outcome: Outcome | None = None
    lesson_key: str = ""
    losses: dict[str, str] = field(default_factory=dict)

    def keep(self, lesson_key: str = "") -> None:
        """The node is in the course. A loss told before or after stays."""
        self.lesson_key = self.lesson_key or lesson_key
        if self.outcome is None or self.outcome is Outcome.SKIPPED:
            self.outcome = Outcome.LOSSY if self.losses else Outcome.IMPORTED

    def lose(self, code: str, detail: str) -> None:
        """Something of the node did not come along."""
        self.losses.setdefault(code, detail)
        if self.outcome is Outcome.IMPORTED:
            self.outcome = Outcome.LOSSY

    def skip(self, code: str, detail: str) -> None:
        """Nothing of the node comes along, unless a later `keep` says otherwise."""
        if self.outcome is None:
            self.outcome = Outcome.SKIPPED
            self.losses = {code: detail, **self.losses}

    def refuse(self, code: str, detail: str) -> None:
        """The node was to be kept, but the store refused it."""
        self.outcome = Outcome.SKIPPED
        self.losses = {code: detail, **self.losses}

    @property
    def code(self) -> str:
        """The first loss, as a code."""
        return next(iter(self.losses), "")

    @property
    def detail(self) -> str:
        """All losses in words."""
        return " ".join(self.losses.values())


class Ledger:
    """All nodes of a source, in order. Each is listed once."""

    def __init__(self, on_progress: Callable[[int, int], None] | None = None) -> None:
        self.nodes: list[SourceNode] = []
        self._by_path: dict[str, SourceNode] = {}
        self._on_progress = on_progress
        self._done = 0

    def list_node(self, path: str, kind: str, title: str = "") -> SourceNode:
        """The node of that path; made when it is new."""
        node = self._by_path.get(path)
        if node is None:
            node = self._by_path[path] = SourceNode(path=path, kind=kind, title=title)
            self.nodes.append(node)
        return node

    def find(self, path: str) -> SourceNode | None:
        """The node of that path, if listed."""
        return self._by_path.get(path)

    def advance(self) -> None:
        """One more node was worked on."""
        self._done = min(self._done + 1, len(self.nodes))
        if self._on_progress:
            self._on_progress(self._done, len(self.nodes))

    def close(self) -> None:
        """Settle what nothing led to."""
        for node in self.nodes:
            if node.outcome is None:
                node.skip("not-reached", "No lesson of the course leads to it.")

    def counts(self) -> dict[str, int]:
        """How many nodes have each outcome."""
        found = dict.fromkeys(Outcome, 0)
        for node in self.nodes:
            found[node.outcome or Outcome.SKIPPED] += 1
        return {str(outcome): number for outcome, number in found.items()}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that comes along: from the package (`path`) or made by the parser (`content`), and the node it stands for."""

    key: str
    name: str
    path: Path | None = None
    content: bytes | None = None
    node_path: str = ""


@dataclass(slots=True)
class SourceCaption:
    """Captions of a video. `file_key` names a WebVTT file of the course."""

    language: str
    label: str
    file_key: str


@dataclass(slots=True)
class SourceVideo:
    """A film: at a provider (`external_id`), at an address (provider `url`), or a file of the course."""

    provider: str
    external_id: str = ""
    file_key: str = ""
    captions: list[SourceCaption] = field(default_factory=list)
    transcript: str = ""
    handouts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class SourceLink:
    """A page of the web."""

    url: str
    summary: str = ""


@dataclass(slots=True)
class SourceDocument:
    """A file of the course to read or download."""

    file_key: str
    summary: str = ""


@dataclass(slots=True)
class SourceLesson:
    """A lesson to be made. `kind` tells which of the details is filled."""

    key: str
    kind: str
    title: str
    group_title: str = ""
    estimated_minutes: int = 0
    document: Document | None = None
    video: SourceVideo | None = None
    link: SourceLink | None = None
    download: SourceDocument | None = None
    questions: list[QuestionDraft] = field(default_factory=list)
    pass_percent: int = 60
    attempts_allowed: int | None = None
    time_limit_seconds: int | None = None
    is_shuffled: bool = False
    introduction: str = ""
    is_published: bool = True


@dataclass(slots=True)
class SourceModule:
    """A module to be made."""

    title: str
    lessons: list[SourceLesson] = field(default_factory=list)


@dataclass(slots=True)
class SourceCourse:
    """A whole course as read from its source."""

    format: str
    identity: str
    title: str
    ledger: Ledger
    tagline: str = ""
    language: str = "en"
    overview: Document | None = None
    outcomes: list[str] = field(default_factory=list)
    image_key: str = ""
    modules: list[SourceModule] = field(default_factory=list)
    files: dict[str, SourceFile] = field(default_factory=dict)
    lesson_aliases: dict[str, str] = field(default_factory=dict)
    # Of a format of our own: the course as `courses.snapshots` builds it; modules and lessons then only tell what is in it.
    snapshot: dict[str, Any] | None = None

    def lessons(self) -> Iterator[SourceLesson]:
        """All lessons in order."""
        for module in self.modules:
            yield from module.lessons

    def outline(self) -> list[dict[str, Any]]:
        """Titles of modules and lessons, for comparing."""
        return [{"title": m.title, "lessons": [lesson.title for lesson in m.lessons]} for m in self.modules]
