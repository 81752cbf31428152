"""A folder as a snapshot. What is wrong is told with file and line."""

import dataclasses
import re
from typing import Any

from edusync.courses.models import Lesson
from edusync.courses.slugs import slug_of
from edusync.courses.snapshots.shapes import COURSE_COLUMNS, LESSON_FIELDS, MODULE_FIELDS
from edusync.integrations.formats.archive import SourceFolder
from edusync.integrations.formats.code.documents import from_markdown
from edusync.integrations.formats.code.writing import FORMAT, STATE_FILE
from edusync.integrations.formats.code.yamltext import BadYaml, load_yaml
from edusync.integrations.formats.snapshot_source import source_of_snapshot
from edusync.integrations.formats.tree import SourceCourse
from edusync.integrations.problems import CodeFault, CodeRefused
from edusync.kernel.ids import uuid7
from edusync.kernel.problems import ValidationProblem

COURSE_NAMES = frozenset({*COURSE_COLUMNS, "categories", "tags"})
MODULE_NAMES = frozenset(field.name for field in MODULE_FIELDS)
LESSON_NAMES = frozenset(field.name for field in LESSON_FIELDS)
_FRONT = "---"
_NUMBER = re.compile(r"^(\d+)")
_UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
_KINDS_BY_ENDING = (".md", ".yaml")


@dataclasses.dataclass(slots=True)
class CodeFolder:
    """A folder as read: the snapshot, where things stand in it, what it was pulled from, and its files by public id."""

    snapshot: dict[str, Any]
    state: dict[str, Any]
    file_paths: dict[str, str]
    sources: dict[str, str]
    lines: dict[str, dict[str, int]]

    def place(self, pointer: str) -> tuple[str, int]:
        """File and line for a pointer into the snapshot."""
        parts = pointer.split("/")
        for length in range(len(parts), 0, -1):
            path = self.sources.get("/".join(parts[:length]))
            if path is None:
                continue
            names = self.lines.get(path, {})
            found = (names[name] for name in reversed(parts[length:]) if name in names)
            return path, next(found, 1)
        return "course.yaml", 1


def is_code(folder: SourceFolder) -> bool:
    """Whether the folder is a course as code."""
    return "course.yaml" in folder.paths and (
        STATE_FILE in folder.paths or any(path.endswith("/module.yaml") for path in folder.paths)
    )


def read_code(folder: SourceFolder) -> CodeFolder:
    """The folder as a snapshot. New lessons and modules, without an id, get one. Raises CodeRefused with every fault."""
    reader = _Reader(folder)
    found = reader.read()
    if reader.faults:
        raise CodeRefused(faults=reader.faults)
    return found


def read_code_course(folder: SourceFolder, *, on_progress: Any = None) -> SourceCourse:
    """The folder as an importer's source, for a new course. Raises CodeRefused."""
    code = read_code(folder)
    files = {name: (folder.root / path, path.rpartition("/")[2]) for name, path in code.file_paths.items()}
    return source_of_snapshot("code", code.snapshot, files, on_progress=on_progress)


class _Reader:
    def __init__(self, folder: SourceFolder) -> None:
        self.folder = folder
        self.faults: list[CodeFault] = []
        self.sources: dict[str, str] = {}
        self.lines: dict[str, dict[str, int]] = {}
        self._ids: dict[str, str] = {}

    def fault(self, path: str, line: int, detail: str) -> None:
        self.faults.append(CodeFault(path, line, detail))

    def text(self, path: str) -> str:
        """The file's text; a fault where it is none."""
        try:
            return self.folder.read(path).decode("utf-8")
        except UnicodeDecodeError:
            self.fault(path, 1, "The file is not UTF-8 text.")
            return ""

    def mapping(self, path: str, text: str | None = None, *, shift: int = 0) -> dict[str, Any]:
        """The YAML object in a file; a fault where there is none."""
        try:
            value, lines = load_yaml(self.text(path) if text is None else text)
        except BadYaml as error:
            self.fault(path, error.line + shift, error.detail)
            return {}
        self.lines[path] = {name: line + shift for name, line in lines.items()}
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.fault(path, 1 + shift, "Must be names with values.")
            return {}
        return value

    def read(self) -> CodeFolder:
        paths = set(self.folder.paths)
        if "course.yaml" not in paths:
            raise CodeRefused(faults=[CodeFault("course.yaml", 1, "The folder has no course.yaml.")])
        state = self.mapping(STATE_FILE) if STATE_FILE in paths else {}
        course, offer, parts = self._course("overview.md" in paths)
        modules = [
            self._module(index, folder)
            for index, folder in enumerate(_ordered(_module_folders(self.folder.paths)))
        ]
        files, file_paths = self._files("files.yaml" in paths)
        snapshot = {
            "format": 1,
            "origin": state.get("origin") if isinstance(state.get("origin"), dict) else {},
            "course": course,
            "offer": offer,
            "modules": modules,
            "parts": parts,
            "files": files,
        }
        return CodeFolder(snapshot, state, file_paths, self.sources, self.lines)

    def _course(self, has_overview: bool) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
        facts = self.mapping("course.yaml")
        lines = self.lines.get("course.yaml", {})
        if facts.pop("format", FORMAT) != FORMAT:
            self.fault("course.yaml", lines.get("format", 1), f"This site reads format {FORMAT}.")
        offer, parts = facts.pop("offer", None) or {}, facts.pop("parts", None) or {}
        for name, value in (("offer", offer), ("parts", parts)):
            if not isinstance(value, dict):
                self.fault("course.yaml", lines.get(name, 1), f"{name} must be names with values.")
        if not str(facts.get("title") or "").strip():
            self.fault("course.yaml", lines.get("title", 1), "The course needs a title.")
        if has_overview:
            facts["overview"] = self._document("overview.md", self.text("overview.md"))
            self.sources["/course/overview"] = "overview.md"
        self._refuse_unknown("course.yaml", facts, COURSE_NAMES)
        self.sources |= {"/course": "course.yaml", "/offer": "course.yaml", "/parts": "course.yaml"}
        return facts, offer, parts

    def _refuse_unknown(self, path: str, facts: dict[str, Any], names: frozenset[str]) -> None:
        """A name nobody reads is most likely a slip of the pen."""
        for name in facts:
            if name not in names:
                self.fault(
                    path, self.lines.get(path, {}).get(name, 1), f"“{name}” is not a name that is read here."
                )

    def _document(self, path: str, text: str) -> dict[str, Any]:
        try:
            return from_markdown(text)
        except ValidationProblem as problem:
            detail = problem.errors[0].detail if problem.errors else problem.title
            self.fault(path, 1, str(detail))
            return {}

    def _identified(self, facts: dict[str, Any], path: str) -> str:
        """The id of a module, lesson or question, made where it is missing; a fault where it is wrong or used twice."""
        name = facts.pop("id", None)
        if name is None:
            return str(uuid7())
        line = self.lines.get(path, {}).get("id", 1)
        if not isinstance(name, str) or not _UUID.match(name):
            self.fault(path, line, "The id must be a UUID. Remove the line for something new.")
            return str(uuid7())
        if name in self._ids:
            self.fault(path, line, f"The id stands in {self._ids[name]} too. Remove the line for a copy.")
            return str(uuid7())
        self._ids[name] = path
        return name

    def _module(self, index: int, folder: str) -> dict[str, Any]:
        path = f"{folder}/module.yaml"
        facts = self.mapping(path) if path in self.folder.paths else {}
        title = str(facts.pop("title", "") or "") or _title_of(folder)
        name = self._identified(facts, path)
        self.sources[f"/modules/{index}"] = path
        lessons: list[dict[str, Any]] = []
        for lesson_path in _ordered(_lesson_paths(self.folder.paths, folder)):
            self.sources[f"/modules/{index}/lessons/{len(lessons)}"] = lesson_path
            lessons.append(self._lesson(lesson_path))
        self._refuse_unknown(path, facts, MODULE_NAMES)
        return {"uuid": name, "title": title, **facts, "lessons": lessons}

    def _lesson(self, path: str) -> dict[str, Any]:
        facts, content = self._page(path) if path.endswith(".md") else self._other(path)
        name = self._identified(facts, path)
        self.sources[f"/lessons/{name}"] = path
        title = str(facts.pop("title", "") or "") or _title_of(path)
        kind = facts.pop("kind", "page")
        if kind not in Lesson.Kind.values:
            self.fault(
                path, self.lines.get(path, {}).get("kind", 1), "This site knows no lesson of this kind."
            )
        self._refuse_unknown(path, facts, LESSON_NAMES)
        return {"uuid": name, "kind": kind, "title": title, **facts, "content": content}

    def _page(self, path: str) -> tuple[dict[str, Any], dict[str, Any]]:
        head, body, shift = _front_matter(self.text(path))
        facts = self.mapping(path, head, shift=shift) if head else {}
        if facts.get("kind", "page") != "page":
            self.fault(path, self.lines.get(path, {}).get("kind", 1), "Only pages are Markdown files.")
        shown = self._document(path, body)
        published = f"{path.removesuffix('.md')}.published.md"
        if published not in self.folder.paths:
            return facts, {"document": shown}
        return facts, {"document": self._document(published, self.text(published)), "draft": shown}

    def _other(self, path: str) -> tuple[dict[str, Any], dict[str, Any]]:
        facts = self.mapping(path)
        lines = self.lines.get(path, {})
        content = facts.pop("content", None) or {}
        if not isinstance(content, dict):
            self.fault(path, lines.get("content", 1), "content must be names with values.")
            return facts, {}
        if "kind" not in facts:
            self.fault(path, 1, "The lesson needs a kind.")
        questions = content.get("questions")
        if isinstance(questions, list):
            line = lines.get("content", 1)
            content["questions"] = [self._question(path, line, one) for one in questions]
        return facts, content

    def _question(self, path: str, line: int, question: Any) -> Any:
        if not isinstance(question, dict):
            self.fault(path, line, "A question must be names with values.")
            return {}
        name = question.pop("id", None) or str(uuid7())
        if isinstance(question.get("stem"), str):
            question["stem"] = self._document(path, question["stem"])
        return {"uuid": name, **question}

    def _files(self, is_listed: bool) -> tuple[dict[str, Any], dict[str, str]]:
        listed = self.mapping("files.yaml") if is_listed else {}
        files: dict[str, Any] = {}
        paths: dict[str, str] = {}
        for path, facts in listed.items():
            line = self.lines["files.yaml"].get(path, 1)
            name = facts.pop("id", None) if isinstance(facts, dict) else None
            if not isinstance(name, str) or not _UUID.match(name) or name in files:
                self.fault("files.yaml", line, "Each file needs an id of its own.")
            elif path not in self.folder.paths:
                self.fault("files.yaml", line, f"{path} is not in the folder.")
            else:
                files[name], paths[name] = facts, path
        return files, paths


def _front_matter(text: str) -> tuple[str, str, int]:
    """YAML head, body, and how many lines stand before the head."""
    lines = text.split("\n")
    if lines[0].rstrip("\r") != _FRONT:
        return "", text, 0
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip("\r") == _FRONT:
            return "\n".join(lines[1:number]) + "\n", "\n".join(lines[number + 1 :]), 1
    return "", text, 0


def _module_folders(paths: tuple[str, ...]) -> list[str]:
    found = {
        "/".join(path.split("/")[:2])
        for path in paths
        if path.startswith("modules/") and path.count("/") == 2
    }
    return sorted(found)


def _lesson_paths(paths: tuple[str, ...], folder: str) -> list[str]:
    return [
        path
        for path in paths
        if path.startswith(f"{folder}/")
        and path.count("/") == 2
        and path.endswith(_KINDS_BY_ENDING)
        and not path.endswith(("/module.yaml", ".published.md"))
    ]


def _ordered(paths: list[str]) -> list[str]:
    """By the number that a name begins with, then by name."""

    def place(path: str) -> tuple[int, str]:
        found = _NUMBER.match(path.rpartition("/")[2])
        return (int(found[1]) if found else 10**9, path)

    return sorted(paths, key=place)


def _title_of(path: str) -> str:
    """A title for what has none: its file's name without number and ending."""
    name = path.rpartition("/")[2].rpartition(".")[0] or path.rpartition("/")[2]
    words = _NUMBER.sub("", name).strip("-_ ").replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:] if words else slug_of(name) or "Untitled"
