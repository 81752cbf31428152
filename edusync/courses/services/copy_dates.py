"""Dates in a course, and moving all of them by some days when the course is copied."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.dateparse import parse_datetime

from edusync.courses.rules import leaves_of, map_leaves
from edusync.courses.snapshots.content_kinds import provider_of
from edusync.courses.snapshots.shapes import lessons_of

Json = dict[str, Any]
ENDS = ("from", "until")


def moved_dates(snapshot: Json, days: int) -> tuple[Json, dict[str, int]]:
    """The snapshot with every date later by so many days, and how many moved: by kind of lesson, and in `rules`.

    Days after enrollment count from each learner's beginning: they stay.
    """
    counts: dict[str, int] = {}

    def move(kind: str, value: Any) -> Any:
        later = moved(value, days)
        counts[kind] = counts.get(kind, 0) + (later != value)
        return later

    modules = [
        {**module, "lessons": [_moved_lesson(lesson, move) for lesson in module.get("lessons", [])]}
        for module in snapshot["modules"]
    ]
    parts = dict(snapshot["parts"])
    rules = parts.get("rules")
    if rules:
        shifted = [
            {**rule, "tree": map_leaves(rule["tree"], lambda leaf: _moved_leaf(leaf, move))}
            for rule in rules["rules"]
        ]
        parts["rules"] = {**rules, "rules": shifted}
    return {**snapshot, "modules": modules, "parts": parts}, {kind: n for kind, n in counts.items() if n}


def _moved_lesson(lesson: Json, move: Callable[[str, Any], Any]) -> Json:
    provider, content = provider_of(lesson["kind"]), lesson.get("content") or {}
    later = {
        name: move(lesson["kind"], content[name])
        for name in (provider.dates if provider else ())
        if content.get(name) is not None
    }
    return {**lesson, "content": {**content, **later}} if later else lesson


def _moved_leaf(leaf: Json, move: Callable[[str, Any], Any]) -> Json:
    if leaf["type"] != "date":
        return leaf
    return {**leaf, **{name: move("rules", leaf[name]) for name in ENDS if leaf.get(name) is not None}}


def moved(instant: str, days: int) -> str:
    """The instant so many days later, UTC; what is none stays."""
    moment = parse_datetime(instant)
    if moment is None:
        return instant
    later = moment.astimezone(datetime.UTC) + datetime.timedelta(days=days)
    return later.isoformat().replace("+00:00", "Z")


def dates_in(snapshot: Json) -> list[tuple[str, datetime.datetime]]:
    """Every date of the course with where it stands, the earliest first: a kind of lesson, or `rules`."""
    found = [
        (kind, moment)
        for kind, value in _values(snapshot)
        if value is not None and (moment := parse_datetime(value)) is not None
    ]
    return sorted(found, key=lambda pair: pair[1])


def _values(snapshot: Json) -> Iterator[tuple[str, Any]]:
    for lesson in lessons_of(snapshot):
        provider, content = provider_of(lesson["kind"]), lesson.get("content") or {}
        yield from ((lesson["kind"], content.get(name)) for name in (provider.dates if provider else ()))
    for rule in (snapshot["parts"].get("rules") or {}).get("rules", ()):
        for _, leaf in leaves_of(rule["tree"]):
            if leaf["type"] == "date":
                yield from (("rules", leaf.get(name)) for name in ENDS)
