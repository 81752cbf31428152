"""Steps as a teacher reads them: entries with a code, values and a path, grouped by lesson.

The code names the words (`versions.change.<code>` of the front end, `ENGLISH` for terminals). What may be long comes
as text runs: `[["same", "..."], ["removed", "..."], ["added", "..."]]`.
"""

import dataclasses
from collections.abc import Sequence
from typing import Any

from edusync.courses.blocks import document_text, inline_text
from edusync.courses.snapshots.changes.questions import question_entries
from edusync.courses.snapshots.changes.runs import Run, text_runs
from edusync.courses.snapshots.changes.steps import MISSING, Add, Move, Remove, Set, Step

_SILENT = frozenset({"format", "origin", "files"})
_SIMPLE = (str, int, float, bool, type(None))


@dataclasses.dataclass(slots=True)
class Entry:
    """One thing that changed. `kind`: added, removed, moved or changed. `path` names the module or lesson, if one."""

    kind: str
    code: str
    values: dict[str, Any]
    path: list[str] = dataclasses.field(default_factory=list)
    runs: list[Run] = dataclasses.field(default_factory=list)
    details: list["Entry"] = dataclasses.field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The entry in JSON's types."""
        return {
            "kind": self.kind,
            "code": self.code,
            "values": self.values,
            "path": self.path,
            "runs": self.runs,
            "details": [entry.as_json() for entry in self.details],
        }


class _Titles:
    """Titles of modules and lessons, as they were and as they are."""

    def __init__(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        self.modules: dict[str, str] = {}
        self.lessons: dict[str, dict[str, Any]] = {}
        self.places: dict[str, str] = {}
        for snapshot in (old, new):
            for module in snapshot["modules"]:
                self.modules[module["uuid"]] = module["title"]
                for lesson in module["lessons"]:
                    self.lessons[lesson["uuid"]] = lesson
                    self.places[lesson["uuid"]] = module["uuid"]

    def lesson(self, key: str) -> str:
        return str(self.lessons[key]["title"])


def entries_of(steps: Sequence[Step], *, old: dict[str, Any], new: dict[str, Any]) -> list[Entry]:
    """What the steps from `old` to `new` mean, in the order of the course."""
    titles = _Titles(old, new)
    entries: list[Entry] = []
    inside: dict[str, list[Step]] = {}
    for step in steps:
        if step.path[0] in _SILENT or _is_of_the_program(step, old, new):
            continue
        if step.path[0] == "lessons" and len(step.path) > 3:
            inside.setdefault(step.path[1], []).append(step)
        elif entry := _entry(step, titles):
            entries.append(entry)
    for key, own in inside.items():
        entries += _content_entries(key, own, titles)
    return sorted(entries, key=_order)


def _is_of_the_program(step: Step, old: dict[str, Any], new: dict[str, Any]) -> bool:
    """A column that came or went with a version of EduSync: snapshots hold all columns, so nobody changed it."""
    if not isinstance(step, Set) or MISSING not in (step.old, step.new):
        return False
    scope = step.path[0]
    if scope in {"modules", "lessons"}:
        return len(step.path) == 3 and step.path[-1] != "content"
    return scope in {"course", "offer"} and bool(old.get(scope)) and bool(new.get(scope))


def _order(entry: Entry) -> int:
    """The course first, then modules, then lessons; steps of one sort stay in order."""
    return {"course": 0, "offer": 0, "part": 3}.get(
        entry.code.partition("-")[0], 1 if "module" in entry.code else 2
    )


def _entry(step: Step, titles: _Titles) -> Entry | None:
    if isinstance(step, Set):
        return _set_entry(step, titles)
    if step.path == ("modules",):
        values: dict[str, Any] = {"title": step.item["title"]}
        return Entry(_KINDS[type(step)], f"module-{_KINDS[type(step)]}", values, ["modules", step.key])
    return _lesson_entry(step, titles)


_KINDS = {Add: "added", Remove: "removed", Move: "moved", Set: "changed"}


def _lesson_entry(step: Add | Remove | Move, titles: _Titles) -> Entry:
    values = {
        "title": step.item["title"],
        "kind": step.item["kind"],
        "module": titles.modules[step.path[1]],
    }
    path = ["lessons", step.key]
    if isinstance(step, Move) and step.to != step.path:
        values |= {"from": titles.modules[step.path[1]], "to": titles.modules[step.to[1]]}
        return Entry("moved", "lesson-moved", values, path)
    code = "lesson-reordered" if isinstance(step, Move) else f"lesson-{_KINDS[type(step)]}"
    return Entry(_KINDS[type(step)], code, values, path)


def _set_entry(step: Set, titles: _Titles) -> Entry | None:
    scope, *rest = step.path
    name = rest[-1]
    if scope == "parts":
        return Entry("changed", "part-changed", {"part": name})
    values: dict[str, Any] = {"field": name, **_both(step)}
    if scope in {"course", "offer"}:
        return Entry("changed", f"{scope}-changed", values, [scope, name], _long_runs(step))
    if name == "content":
        return None
    key = rest[0]
    title = titles.modules[key] if scope == "modules" else titles.lesson(key)
    code = f"{'module' if scope == 'modules' else 'lesson'}-{'renamed' if name == 'title' else 'changed'}"
    return Entry("changed", code, {"title": title, **values}, [scope, key], _long_runs(step))


def _both(step: Set) -> dict[str, Any]:
    """Old and new value, where they are short enough to be read in a sentence."""
    found = {"old": step.old, "new": step.new}
    is_short = all(isinstance(value, _SIMPLE) and len(str(value)) <= 120 for value in found.values())
    return found if is_short else {}


def _plain(value: Any) -> str:
    """The text of a value that may be a document, a list or HTML."""
    if value is MISSING or value is None:
        return ""
    if isinstance(value, dict) and "blocks" in value:
        return document_text(value)
    if isinstance(value, list):
        return "\n".join(_plain(one) for one in value)
    if isinstance(value, dict):
        return "\n".join(
            _plain(one) for name, one in value.items() if name not in {"id", "type", "block", "version"}
        )
    text = str(value)
    return str(inline_text(text)) if "<" in text else text


def _long_runs(step: Set) -> list[Run]:
    """How a text changed, word by word; nothing for numbers and choices."""
    if not isinstance(step.new, str | dict | list) and not isinstance(step.old, str | dict | list):
        return []
    return text_runs(_plain(step.old), _plain(step.new))


def _content_entries(key: str, steps: Sequence[Step], titles: _Titles) -> list[Entry]:
    """What changed inside one lesson: paragraphs counted and listed, questions one by one, other facts each."""
    lesson = titles.lessons[key]
    path = ["lessons", key]
    title = lesson["title"]
    entries: list[Entry] = []
    blocks = [step for step in steps if "blocks" in step.path or step.path[3] in {"document", "draft"}]
    if blocks:
        details = [entry for step in blocks for entry in _block_entries(step)]
        counts = {
            kind: sum(entry.kind == kind for entry in details)
            for kind in ("added", "removed", "changed", "moved")
        }
        counts["number"] = len(details)
        entries.append(Entry("changed", "page-changed", {"title": title, **counts}, path, details=details))
    questions = [step for step in steps if step.path[3] == "questions"]
    entries += [
        Entry(kind, code, {"lesson": title, **values}, path, runs, [Entry(*detail) for detail in details])
        for kind, code, values, runs, details in question_entries(questions, lesson)
    ]
    for step in steps:
        if step in blocks or step in questions or not isinstance(step, Set):
            continue
        values = {"title": title, "field": step.path[3], **_both(step)}
        entries.append(Entry("changed", "content-changed", values, path, _long_runs(step)))
    return entries


def _block_entries(step: Step) -> list[Entry]:
    if isinstance(step, Set) and "blocks" in step.path:
        values = {"type": step.new["type"], "id": step.path[-1]}
        return [
            Entry(
                "changed",
                "block-changed",
                values,
                runs=text_runs(_block_text(step.old), _block_text(step.new)),
            )
        ]
    if isinstance(step, Set):
        return [Entry("changed", "block-changed", {"type": "text", "id": ""}, runs=_long_runs(step))]
    values = {"type": step.item["type"], "id": step.key}
    text = _block_text(step.item)[:600]
    runs: dict[type, list[Run]] = {
        Add: [["added", text]],
        Remove: [["removed", text]],
        Move: [["same", text[:160]]],
    }
    return [
        Entry(
            _KINDS[type(step)], f"block-{_KINDS[type(step)]}", values, runs=runs[type(step)] if text else []
        )
    ]


def _block_text(block: dict[str, Any]) -> str:
    """What a reader sees of a block; what it is made of where it has no text."""
    text = document_text({"version": 1, "blocks": [block]})
    return text or _plain(
        {name: value for name, value in block.items() if name not in {"file", "src", "width", "height"}}
    )
