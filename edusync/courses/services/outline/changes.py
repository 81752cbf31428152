"""Keeps what was done to an outline and takes it back, even when others worked on it meanwhile."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import F

from edusync.courses.layout import (
    Layout,
    as_pairs,
    from_pairs,
    lesson_ids_of,
    merge_layouts,
    places_of,
)
from edusync.courses.models import Course, Lesson, Module, OutlineChange
from edusync.courses.problems import ChangeGone
from edusync.courses.services.locking import lock_course
from edusync.courses.services.outline.rows import read_layout, write_layout
from edusync.courses.services.outline_edit import note_change, outline_edit
from edusync.courses.services.search_index import index_course_lessons, index_lessons
from edusync.kernel import audit, clock

# How long an act can be taken back.
KEPT_DAYS = 30
# Settings whose change moves the sums of every enrollment, or what is found by searching.
WEIGHING = frozenset({"is_required", "is_published", "weight"})
SEARCHED = frozenset({"is_published", "title", "group_title"})

# Id to the settings that change.
Values = Mapping[int, Mapping[str, Any]]


def change_outline(
    *,
    course: Course,
    by_id: int | None,
    kind: str,
    change_layout: Callable[[Layout], Layout] | None = None,
    lessons: Values | None = None,
    modules: Values | None = None,
    count: int,
    before: Layout | None = None,
) -> OutlineChange | None:
    """Make one act: another layout, other settings, or both; None when nothing would differ.

    `before` is the layout that undoing leads to, when rows were added by the caller already.
    """
    with outline_edit(course_id=course.pk):
        lock_course(course.pk)
        present = read_layout(course.pk)
        wanted = change_layout(present) if change_layout else present
        old_lessons = write_values(Lesson, course.pk, lessons or {})
        old_modules = write_values(Module, course.pk, modules or {})
        is_moved = list(wanted.items()) != list(present.items())
        if is_moved or before is not None:
            _move(course.pk, present, wanted)
        origin = before if before is not None else present
        if not (is_moved or old_lessons or old_modules or before is not None):
            return None
        _announce(course.pk, old_lessons, old_modules)
        return _record(
            OutlineChange(
                organization_id=course.organization_id,
                course=course,
                made_by_id=by_id,
                kind=kind,
                count=count,
                before=_state(origin, old_lessons, old_modules),
                after=_state(wanted, _same_keys(lessons, old_lessons), _same_keys(modules, old_modules)),
            )
        )


def _same_keys(values: Values | None, old: Values) -> Values:
    """Of the settings asked for those that were really changed."""
    return {pk: {name: (values or {})[pk][name] for name in names} for pk, names in old.items()}


def _state(layout: Layout, lessons: Values, modules: Values) -> dict[str, Any]:
    return {
        "layout": as_pairs(layout),
        "lessons": {str(pk): dict(values) for pk, values in lessons.items()},
        "modules": {str(pk): dict(values) for pk, values in modules.items()},
    }


def _record(change: OutlineChange) -> OutlineChange:
    change.save(force_insert=True)
    old = clock.now() - timedelta(days=KEPT_DAYS)
    OutlineChange.objects.filter(course_id=change.course_id, created_at__lt=old).delete()
    audit.record(
        f"courses.outline.{change.kind}",
        actor=change.made_by_id,
        target=("course", change.course_id),
        facts={"count": change.count},
    )
    return change


def write_values(model: Any, course_id: int, wanted: Values) -> dict[int, dict[str, Any]]:
    """Write settings that differ, one UPDATE for all rows that get the same; returns what they were."""
    if not wanted:
        return {}
    columns = sorted({name for values in wanted.values() for name in values})
    rows = model.objects.filter(course_id=course_id, deleted_at=None, pk__in=wanted).values("pk", *columns)
    old: dict[int, dict[str, Any]] = {}
    groups: dict[tuple[tuple[str, Any], ...], list[int]] = {}
    for row in rows:
        pk = row.pop("pk")
        changed = {name: value for name, value in wanted[pk].items() if row[name] != value}
        if changed:
            old[pk] = {name: row[name] for name in changed}
            groups.setdefault(tuple(sorted(changed.items())), []).append(pk)
    for values, ids in groups.items():
        model.objects.filter(pk__in=ids).update(
            **dict(values), updated_at=clock.now(), row_version=F("row_version") + 1
        )
    return old


def _move(course_id: int, present: Layout, wanted: Layout) -> None:
    write_layout(course_id, present, wanted)
    is_weight_changed = places_of(present) != places_of(wanted)
    note_change(course_id, is_weight_changed=is_weight_changed)


def _announce(course_id: int, lessons: Values, modules: Values) -> None:
    """Let search and progress follow changed settings."""
    if modules and any("is_published" in values for values in modules.values()):
        index_course_lessons(course_id=course_id)
        note_change(course_id, is_weight_changed=True)
    elif modules:
        note_change(course_id, is_weight_changed=False)
    if lessons:
        if found := [pk for pk, values in lessons.items() if not SEARCHED.isdisjoint(values)]:
            index_lessons(found)
        is_weighing = any(not WEIGHING.isdisjoint(values) for values in lessons.values())
        note_change(course_id, is_weight_changed=is_weighing)


def undo_change(*, change: OutlineChange, by_id: int | None) -> OutlineChange:
    """Take an act back; what others did since stays. Raises ChangeGone when it was taken back already."""
    return _turn(change, by_id, is_undo=True)


def redo_change(*, change: OutlineChange, by_id: int | None) -> OutlineChange:
    """Do an act again that was taken back. Raises ChangeGone when it stands."""
    return _turn(change, by_id, is_undo=False)


def _turn(change: OutlineChange, by_id: int | None, *, is_undo: bool) -> OutlineChange:
    course_id = change.course_id
    with outline_edit(course_id=course_id):
        lock_course(course_id)
        # Read again under the lock: two windows may press the same key.
        is_undone = OutlineChange.objects.values_list("undone_at", flat=True).get(pk=change.pk) is not None
        if is_undone == is_undo:
            raise ChangeGone
        source, target = (change.after, change.before) if is_undo else (change.before, change.after)
        present = read_layout(course_id)
        wanted = merge_layouts(from_pairs(source["layout"]), from_pairs(target["layout"]), present)
        wanted = _only_own(course_id, wanted)
        if list(wanted.items()) != list(present.items()):
            _move(course_id, present, wanted)
        lessons = write_values(
            Lesson, course_id, _still(Lesson, course_id, source["lessons"], target["lessons"])
        )
        modules = write_values(
            Module, course_id, _still(Module, course_id, source["modules"], target["modules"])
        )
        _announce(course_id, lessons, modules)
        change.undone_at = clock.now() if is_undo else None
        change.save(update_fields=["undone_at", "updated_at"])
        audit.record(
            "courses.outline.undone" if is_undo else "courses.outline.redone",
            actor=by_id,
            target=("course", course_id),
            facts={"kind": change.kind, "count": change.count},
        )
    return change


def _only_own(course_id: int, layout: Layout) -> Layout:
    """Without ids whose rows are really gone (an erased course's), so that nothing is promised that is not there."""
    modules = set(Module.objects.filter(course_id=course_id, pk__in=layout).values_list("id", flat=True))
    wanted = lesson_ids_of(layout)
    lessons = set(Lesson.objects.filter(course_id=course_id, pk__in=wanted).values_list("id", flat=True))
    return {
        module_id: [one for one in lesson_ids if one in lessons]
        for module_id, lesson_ids in layout.items()
        if module_id in modules
    }


def _still(model: Any, course_id: int, source: Mapping[str, Any], target: Mapping[str, Any]) -> Values:
    """The settings to go back to, as far as nobody changed them again since."""
    if not source:
        return {}
    columns = sorted({name for values in source.values() for name in values})
    rows = model.objects.filter(course_id=course_id, pk__in=[int(pk) for pk in source]).values("pk", *columns)
    wanted = {}
    for row in rows:
        before, after = source[str(row["pk"])], target[str(row["pk"])]
        values = {name: after[name] for name in before if row[name] == before[name]}
        if values:
            wanted[row["pk"]] = values
    return wanted
