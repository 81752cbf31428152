"""Reads and writes the order of an outline, in a fixed number of statements however many lessons there are."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import F

from edusync.courses.layout import Layout, lesson_ids_of, places_of
from edusync.courses.models import Lesson, Module, SearchDocument
from edusync.courses.services.search_index import index_lessons
from edusync.kernel import clock

# Values that one statement may carry: below what SQLite allows.
CHUNK_ROWS = 1000


def read_layout(course_id: int) -> Layout:
    """How the live modules and lessons of a course stand, in two queries."""
    modules = Module.objects.filter(course_id=course_id, deleted_at=None).order_by("position", "id")
    layout: Layout = {module_id: [] for module_id in modules.values_list("id", flat=True)}
    lessons = Lesson.objects.filter(course_id=course_id, deleted_at=None).order_by("position", "id")
    for lesson_id, module_id in lessons.values_list("id", "module_id"):
        if module_id in layout:
            layout[module_id].append(lesson_id)
    return layout


def write_layout(course_id: int, present: Layout, wanted: Layout) -> None:
    """Bring the rows from one layout to the other: restores what comes back, marks what goes, numbers the rest from 1."""
    _write_marks(Module, course_id, present, wanted)
    _write_marks(Lesson, course_id, lesson_ids_of(present), lesson_ids_of(wanted))
    _write_module_places(course_id, list(wanted))
    _write_lesson_places(course_id, wanted)
    _follow_search(course_id, present, wanted)


def _write_marks(model: Any, course_id: int, present: Iterable[int], wanted: Iterable[int]) -> None:
    before, after = set(present), set(wanted)
    now = clock.now()
    changes = ((before - after, now), (after - before, None))
    for ids, deleted_at in changes:
        if ids:
            model.objects.filter(course_id=course_id, pk__in=ids).update(
                deleted_at=deleted_at, updated_at=now, row_version=F("row_version") + 1
            )


def _write_module_places(course_id: int, module_ids: Sequence[int]) -> None:
    stored = dict(Module.objects.filter(course_id=course_id, deleted_at=None).values_list("id", "position"))
    changed = [
        (one, (place,))
        for place, one in enumerate(module_ids, start=1)
        if stored.get(one) not in (None, place)
    ]
    _update_by_case("courses_module", ("position",), changed)


def _write_lesson_places(course_id: int, wanted: Layout) -> None:
    rows = Lesson.objects.filter(course_id=course_id, deleted_at=None).values_list(
        "id", "module_id", "position"
    )
    stored = {one: (module_id, position) for one, module_id, position in rows}
    changed = [
        (one, (module_id, place))
        for module_id, lesson_ids in wanted.items()
        for place, one in enumerate(lesson_ids, start=1)
        if one in stored and stored[one] != (module_id, place)
    ]
    _update_by_case("courses_lesson", ("module_id", "position"), changed)


def _update_by_case(table: str, columns: Sequence[str], rows: Sequence[tuple[int, tuple[int, ...]]]) -> None:
    """One UPDATE per thousand rows. The order is guarded by its tag, so `row_version` stays: no settings form is upset."""
    for start in range(0, len(rows), CHUNK_ROWS):
        part = rows[start : start + CHUNK_ROWS]
        cases, values = [], []
        for index, column in enumerate(columns):
            cases.append(f"{column} = CASE id {'WHEN %s THEN %s ' * len(part)}ELSE {column} END")
            for one, wanted in part:
                values += [one, wanted[index]]
        marks = ", ".join(["%s"] * len(part))
        sql = f"UPDATE {table} SET {', '.join(cases)}, updated_at = %s WHERE id IN ({marks})"  # noqa: S608
        with connection.cursor() as cursor:
            now = connection.ops.adapt_datetimefield_value(clock.now())
            cursor.execute(sql, [*values, now, *(one for one, _ in part)])


def _follow_search(course_id: int, present: Layout, wanted: Layout) -> None:
    """Rows of lessons that went leave the search; those that came, or into or out of a hidden module, are looked at anew."""
    before, after = places_of(present), places_of(wanted)
    if gone := before.keys() - after.keys():
        SearchDocument.objects.filter(lesson_id__in=gone).delete()
    moved = {one: module_id for one, module_id in after.items() if before.get(one) != module_id}
    if not moved:
        return
    modules = Module.objects.filter(course_id=course_id, deleted_at=None, is_published=True)
    shown = set(modules.values_list("id", flat=True))
    changed = [
        one
        for one, module_id in moved.items()
        if one not in before or (before[one] in shown) != (module_id in shown)
    ]
    if changed:
        index_lessons(changed)
