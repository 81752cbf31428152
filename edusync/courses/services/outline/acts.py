"""What authors do to an outline. Each act is one transaction, is kept, and can be undone."""

from collections.abc import Collection, Sequence
from typing import Any

from edusync.courses import layout as layouts
from edusync.courses.layout import Layout, layout_tag, lesson_ids_of, merge_layouts
from edusync.courses.models import Course, Lesson, Module, OutlineChange
from edusync.courses.problems import OutlineConflict
from edusync.courses.services import fields
from edusync.courses.services.locking import lock_course
from edusync.courses.services.outline.changes import change_outline
from edusync.courses.services.outline.rows import read_layout
from edusync.courses.services.outline_edit import outline_edit
from edusync.courses.services.structure import LESSON_READERS, MODULE_READERS, add_lesson, add_module

# What may be set on many lessons at once.
LESSON_SETTINGS = frozenset(LESSON_READERS) - {"position"}
MODULE_SETTINGS = frozenset(MODULE_READERS) - {"position"}


def order_outline(
    *, course: Course, by_id: int | None, wanted: Layout, tag: str, base: Layout | None = None
) -> tuple[OutlineChange | None, bool]:
    """Bring all modules and lessons of a course into an order, in one transaction whatever their number.

    `tag` says which order the author saw (`layout_tag`). When another stands there by now, the author's moves are
    done to that one, provided `base` tells what the author saw. Answers the change and whether it was merged.
    Raises OutlineConflict without `base`, ValidationProblem unless each module and lesson is named exactly once.
    """
    with outline_edit(course_id=course.pk):
        lock_course(course.pk)
        present = read_layout(course.pk)
        is_stale = tag != layout_tag(present)
        if is_stale and base is None:
            raise OutlineConflict
        origin = base if is_stale and base is not None else present
        _require_same(origin, wanted)
        if is_stale:
            wanted = merge_layouts(origin, wanted, present)
            _require_same(present, wanted)
        count = _moved_count(present, wanted)
        change = change_outline(
            course=course, by_id=by_id, kind="order", change_layout=lambda _: wanted, count=count
        )
        return change, is_stale


def _require_same(present: Layout, wanted: Layout) -> None:
    is_same = sorted(present) == sorted(wanted) and sorted(lesson_ids_of(present)) == sorted(
        lesson_ids_of(wanted)
    )
    if not is_same:
        raise fields.invalid("/modules", "not-the-same", "Must name every module and lesson exactly once.")


def _moved_count(present: Layout, wanted: Layout) -> int:
    before, after = layouts.places_of(present), layouts.places_of(wanted)
    moved = {one for one, module_id in after.items() if before.get(one) != module_id}
    for module_id in present.keys() & wanted.keys():
        moved |= layouts.moved_within(present[module_id], wanted[module_id])
    return len(moved) or len(layouts.moved_within(list(present), list(wanted)))


def add_outline_module(
    *, course: Course, by_id: int | None, title: str, after: int | None = None, **values: Any
) -> tuple[Module, OutlineChange]:
    """A new module behind the one with id `after`, else at the end. Raises ValidationProblem."""
    with outline_edit(course_id=course.pk):
        lock_course(course.pk)
        before = read_layout(course.pk)
        module = add_module(course=course, title=title, **values)
        change = change_outline(
            course=course,
            by_id=by_id,
            kind="add",
            change_layout=lambda _: layouts.with_module(before, module.pk, after=after),
            count=1,
            before=before,
        )
    return module, _made(change)


def add_outline_lesson(
    *, module: Module, by_id: int | None, kind: str, title: str, after: int | None = None, **values: Any
) -> tuple[Lesson, OutlineChange]:
    """A new, empty lesson in a module behind the one with id `after`, else at its end.

    In a published course it starts unpublished, so that learners never meet it half-made. Raises ValidationProblem.
    """
    course = module.course
    values.setdefault("is_published", starts_published(course))
    with outline_edit(course_id=course.pk):
        lock_course(course.pk)
        before = read_layout(course.pk)
        lesson = add_lesson(module=module, kind=kind, title=title, is_blank=True, **values)
        change = change_outline(
            course=course,
            by_id=by_id,
            kind="add",
            change_layout=lambda now: layouts.with_lessons(now, module.pk, [lesson.pk], after=after),
            count=1,
            before=before,
        )
    return lesson, _made(change)


def starts_published(course: Course) -> bool:
    """Whether a new lesson of the course is shown at once: not where learners already read."""
    return course.status not in {Course.Status.PUBLISHED, Course.Status.ARCHIVED}


def _made(change: OutlineChange | None) -> OutlineChange:
    if change is None:
        raise RuntimeError("an act that adds rows always differs")
    return change


def set_outline_values(
    *,
    course: Course,
    by_id: int | None,
    lesson_ids: Collection[int] = (),
    module_ids: Collection[int] = (),
    **values: Any,
) -> OutlineChange | None:
    """Set the same values on many lessons and modules; modules take of them what modules have.

    `values`: title, group_title, summary, is_required, is_published, is_preview, weight, estimated_minutes, completion,
    completion_value. None when nothing differs. Raises ValidationProblem, for ids of another course too.
    """
    require_own(course, lesson_ids, module_ids)
    lessons = {name: LESSON_READERS[name](value) for name, value in values.items() if name in LESSON_SETTINGS}
    modules = {name: MODULE_READERS[name](value) for name, value in values.items() if name in MODULE_SETTINGS}
    return change_outline(
        course=course,
        by_id=by_id,
        kind="set",
        lessons={pk: lessons for pk in lesson_ids if lessons},
        modules={pk: modules for pk in module_ids if modules},
        count=len(lesson_ids) + len(module_ids),
    )


def delete_from_outline(
    *, course: Course, by_id: int | None, lesson_ids: Collection[int] = (), module_ids: Collection[int] = ()
) -> OutlineChange | None:
    """Delete lessons, and modules with all that is in them (the rows stay, marked). Raises ValidationProblem."""
    require_own(course, lesson_ids, module_ids)
    return change_outline(
        course=course,
        by_id=by_id,
        kind="delete",
        change_layout=lambda now: layouts.without(now, modules=module_ids, lessons=lesson_ids),
        count=len(lesson_ids) + len(module_ids),
    )


def require_own(course: Course, lesson_ids: Collection[int] = (), module_ids: Collection[int] = ()) -> None:
    """Raise ValidationProblem unless all are live modules and lessons of the course."""
    pairs: Sequence[tuple[str, Any, Collection[int]]] = (
        ("/lessons", Lesson, lesson_ids),
        ("/modules", Module, module_ids),
    )
    for pointer, model, ids in pairs:
        if not ids:
            continue
        found = model.objects.filter(course=course, deleted_at=None, pk__in=ids).count()
        if found != len(set(ids)):
            raise fields.invalid(pointer, "unknown", "Must all belong to this course.")
