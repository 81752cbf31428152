"""Reads rule trees as clients send them: the shape is checked, every fault named by a JSON pointer."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

from edusync.kernel.problems import FieldError, ValidationProblem

MAX_DEPTH = 4
MAX_CONDITIONS = 40
GROUPS = ("all", "any", "not")
NO_RULE: dict[str, Any] = {"type": "all", "of": []}
LARGEST_ID = 2**63 - 1


class _Reader:
    """One reading of one tree."""

    def __init__(self) -> None:
        self.errors: list[FieldError] = []
        self.count = 0

    def fault(self, pointer: str, code: str, detail: str) -> None:
        self.errors.append(FieldError(pointer, code, detail))

    def node(self, value: Any, pointer: str, depth: int) -> dict[str, Any] | None:
        if not isinstance(value, dict):
            self.fault(pointer, "not-a-condition", "Must be an object with a type.")
            return None
        kind = value.get("type")
        if kind in GROUPS:
            return self.group(kind, value, pointer, depth)
        reader = KINDS.get(kind) if isinstance(kind, str) else None
        if reader is None:
            known = ", ".join([*GROUPS, *KINDS])
            self.fault(f"{pointer}/type", "not-a-choice", f"Must be one of {known}.")
            return None
        self.count += 1
        if self.count == MAX_CONDITIONS + 1:
            self.fault(pointer, "too-many", f"At most {MAX_CONDITIONS} conditions.")
        return {"type": kind, **reader(self, value, pointer)}

    def group(self, kind: str, value: dict[str, Any], pointer: str, depth: int) -> dict[str, Any] | None:
        if depth >= MAX_DEPTH:
            self.fault(pointer, "too-deep", f"Groups may stand {MAX_DEPTH} deep at most.")
            return None
        children = value.get("of")
        if not isinstance(children, list):
            self.fault(f"{pointer}/of", "not-a-list", "Must be a list of conditions.")
            return None
        if kind == "not" and len(children) != 1:
            self.fault(f"{pointer}/of", "not-one", "Must be exactly one condition.")
            return None
        # Beyond the limit nothing is read: a hostile tree costs no more than a large one.
        read = [
            self.node(child, f"{pointer}/of/{index}", depth + 1)
            for index, child in enumerate(children[: MAX_CONDITIONS + 1])
            if self.count <= MAX_CONDITIONS
        ]
        return {"type": kind, "of": [child for child in read if child is not None]}

    def number(self, value: Any, pointer: str, low: int, high: int) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.fault(pointer, "out-of-range", f"Must be a whole number from {low} to {high}.")
            return low
        return value

    def instant(self, value: Any, pointer: str) -> str | None:
        """An instant with its zone, as UTC."""
        if value is None:
            return None
        try:
            moment = datetime.datetime.fromisoformat(value) if isinstance(value, str) else None
            utc = (
                moment.astimezone(datetime.UTC) if moment is not None and moment.tzinfo is not None else None
            )
        except (ValueError, OverflowError):
            utc = None
        if utc is None:
            self.fault(pointer, "not-an-instant", "Must be a date and time with its zone.")
            return None
        return utc.isoformat().replace("+00:00", "Z")


def _id_reader(name: str) -> Callable[[_Reader, dict[str, Any], str], dict[str, Any]]:
    def read(reader: _Reader, value: dict[str, Any], pointer: str) -> dict[str, Any]:
        return {name: reader.number(value.get(name), f"{pointer}/{name}", 1, LARGEST_ID)}

    return read


def _with_percent(name: str) -> Callable[[_Reader, dict[str, Any], str], dict[str, Any]]:
    read_id = _id_reader(name)

    def read(reader: _Reader, value: dict[str, Any], pointer: str) -> dict[str, Any]:
        percent = reader.number(value.get("percent"), f"{pointer}/percent", 1, 100)
        return {**read_id(reader, value, pointer), "percent": percent}

    return read


def _date(reader: _Reader, value: dict[str, Any], pointer: str) -> dict[str, Any]:
    start = reader.instant(value.get("from"), f"{pointer}/from")
    end = reader.instant(value.get("until"), f"{pointer}/until")
    if value.get("from") is None and value.get("until") is None:
        reader.fault(pointer, "no-date", "Needs from, until or both.")
    if start and end and as_instant(end) <= as_instant(start):
        reader.fault(f"{pointer}/until", "before-start", "Must be later than from.")
    return {"from": start, "until": end}


def _days(reader: _Reader, value: dict[str, Any], pointer: str) -> dict[str, Any]:
    return {"days": reader.number(value.get("days"), f"{pointer}/days", 0, 3650)}


KINDS: dict[str, Callable[[_Reader, dict[str, Any], str], dict[str, Any]]] = {
    "date": _date,
    "days-after-enrollment": _days,
    "lesson-done": _id_reader("lesson_id"),
    "lesson-score": _with_percent("lesson_id"),
    "module-done": _id_reader("module_id"),
    "group": _id_reader("group_id"),
    "course-done": _with_percent("course_id"),
    "course-grade": _with_percent("course_id"),
    "lesson-grade": _with_percent("lesson_id"),
}


def clean_tree(value: Any, *, pointer: str = "/tree") -> dict[str, Any]:
    """The tree with its root a group and only known members. Raises ValidationProblem with every fault."""
    reader = _Reader()
    tree = reader.node(value, pointer, 0)
    if reader.errors or tree is None:
        raise ValidationProblem(errors=reader.errors)
    return tree if tree["type"] in GROUPS else {"type": "all", "of": [tree]}


def leaves_of(tree: dict[str, Any], pointer: str = "/tree") -> Iterator[tuple[str, dict[str, Any]]]:
    """The tree's conditions, each with its pointer."""
    if tree.get("type") not in GROUPS:
        if tree:
            yield pointer, tree
        return
    for index, child in enumerate(tree["of"]):
        yield from leaves_of(child, f"{pointer}/of/{index}")


def map_leaves(
    tree: dict[str, Any], change: Callable[[dict[str, Any]], dict[str, Any] | None]
) -> dict[str, Any] | None:
    """The tree with every condition changed; None drops it. A group that loses all it had is dropped too."""
    if tree.get("type") not in GROUPS:
        return change(tree)
    kept = [child for child in (map_leaves(child, change) for child in tree["of"]) if child is not None]
    return {"type": tree["type"], "of": kept} if kept else None


def as_instant(text: str) -> datetime.datetime:
    """The instant of a cleaned tree."""
    return datetime.datetime.fromisoformat(text)
