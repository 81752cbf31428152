"""Modules of the courses that the reader learns or writes."""

from collections.abc import Mapping
from typing import Any

from edusync.courses import learner_facts
from edusync.courses.models import Course, Module
from edusync.courses.policy import ModulePolicy, is_staff, keeps_catalog
from edusync.courses.queries import is_out_of_sight, outlines
from edusync.courses.queries.availability import locks_in
from edusync.kernel.policy import Actor
from edusync.kernel.search import SearchQuery, SearchRow
from edusync.kernel.search_text import contains_any, marked, title_score

LOOKED_AT = 60
_COLUMNS = (
    *("id", "title", "is_published", "course_id", "course__slug", "course__title"),
    *("course__uuid", "course__outline_version"),
)


def find_modules(actor: Actor, query: SearchQuery) -> list[SearchRow]:
    """By title; a module none of whose lessons the reader sees yet is passed over."""
    rows = _written(actor, query) + _learned(actor, query)
    found = {row["id"]: row for row in rows}
    scored = sorted(
        ((0.96 * title_score(row["title"], query.words), row) for row in found.values()),
        key=lambda pair: (-pair[0], pair[1]["id"]),
    )
    is_word = contains_any(query.words)
    return [
        SearchRow(
            kind="module",
            title=marked(row["title"], is_word),
            path=_path(actor, row),
            score=score,
            where=row["course__title"],
            state="" if row["is_published"] else "draft",
        )
        for score, row in scored[: query.asked]
    ]


def _path(actor: Actor, row: Mapping[str, Any]) -> str:
    if is_staff(actor, row["course_id"]):
        return f"/teach/{row['course__slug']}/build"
    return f"/learn/{row['course__slug']}/{row['first']}"


def _written(actor: Actor, query: SearchQuery) -> list[dict[str, Any]]:
    rows = ModulePolicy().visible(Module.objects.filter(course__deleted_at=None), actor)
    return list(_named(rows, query))


def _learned(actor: Actor, query: SearchQuery) -> list[dict[str, Any]]:
    """Modules of courses one is enrolled in, each with the id of its first lesson in sight."""
    if not actor.is_authenticated or keeps_catalog(actor):
        return []
    rows = Module.objects.filter(
        deleted_at=None,
        is_published=True,
        course_id__in=learner_facts.enrolled_course_ids(user_id=actor.user_id),
        course__status__in=(Course.Status.PUBLISHED, Course.Status.ARCHIVED),
        course__deleted_at=None,
    )
    found = [row for row in _named(rows, query) if not is_staff(actor, row["course_id"])]
    known = {row["course_id"]: (row["course__uuid"], row["course__outline_version"]) for row in found}
    locks = locks_in(known, user_id=actor.user_id)
    seen = {
        module.id: [
            lesson.id for lesson in module.lessons if not is_out_of_sight(locks[course_id].get(lesson.id))
        ]
        for course_id, static in outlines(known).items()
        for module in static.modules
    }
    return [{**row, "first": seen[row["id"]][0]} for row in found if seen.get(row["id"])]


def _named(rows: Any, query: SearchQuery) -> Any:
    for word in query.words:
        rows = rows.filter(title__icontains=word)
    return rows.order_by("id").values(*_COLUMNS)[:LOOKED_AT]
