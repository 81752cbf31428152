"""Changes of a course's modules and lessons. Each raises the outline version (by trigger) and announces it."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from edusync.courses.events import LessonChanged
from edusync.courses.models import Course, Lesson, Module
from edusync.courses.problems import KindMismatch
from edusync.courses.services import fields
from edusync.courses.services.content import write_detail
from edusync.courses.services.outline_edit import note_change
from edusync.courses.services.search_index import index_course_lessons, index_lesson
from edusync.kernel import clock, events
from edusync.kernel.locking import save_versioned

# How a lesson of each kind counts as done unless its author says otherwise.
DEFAULT_COMPLETION = {
    Lesson.Kind.PAGE: Lesson.Completion.MANUAL,
    Lesson.Kind.VIDEO: Lesson.Completion.VIEW,
    Lesson.Kind.DOCUMENT: Lesson.Completion.VIEW,
    Lesson.Kind.LINK: Lesson.Completion.VIEW,
    Lesson.Kind.QUIZ: Lesson.Completion.SCORE,
    Lesson.Kind.ASSIGNMENT: Lesson.Completion.SCORE,
    Lesson.Kind.PACKAGE: Lesson.Completion.MANUAL,
    Lesson.Kind.LIVE: Lesson.Completion.MANUAL,
}
# Their detail row cannot exist without a file or an address; a blank lesson gets it with its first content.
NEEDS_CONTENT = frozenset({Lesson.Kind.DOCUMENT, Lesson.Kind.LINK})
# Columns whose change moves the sums of every enrollment.
WEIGHING = frozenset({"is_required", "is_published", "weight", "module"})


def _number(name: str, low: int = 0, high: int = 1_000_000) -> Any:
    return lambda value: fields.number_of(value, pointer=f"/{name}", low=low, high=high)


MODULE_READERS: dict[str, Any] = {
    "title": fields.title_of,
    "summary": lambda value: fields.short_text(value, pointer="/summary", limit=5_000),
    "is_published": bool,
    "position": _number("position"),
}
LESSON_READERS: dict[str, Any] = {
    "title": fields.title_of,
    "group_title": lambda value: fields.short_text(value, pointer="/group_title"),
    "is_required": bool,
    "is_published": bool,
    "is_preview": bool,
    "weight": _number("weight", 1, 1000),
    "estimated_minutes": _number("estimated_minutes"),
    "completion": lambda value: fields.choice_of(value, Lesson.Completion.values, pointer="/completion"),
    "completion_value": _number("completion_value"),
    "position": _number("position"),
}


def _apply(row: Course | Module | Lesson, readers: dict[str, Any], values: dict[str, Any]) -> list[str]:
    """Set checked values on a row; returns the names of those that differ. Raises ValidationProblem, TypeError."""
    changed = []
    for name, value in values.items():
        if name not in readers:
            raise TypeError(f"{type(row).__name__} has no {name}")
        clean = readers[name](value)
        if getattr(row, name) != clean:
            setattr(row, name, clean)
            changed.append(name)
    return changed


def _next_position(rows: Any) -> int:
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


@transaction.atomic
def add_module(*, course: Course, title: str, **values: Any) -> Module:
    """A new module at the end of the course, or at `position`. `values`: summary, is_published, position.

    Raises ValidationProblem.
    """
    position = _next_position(Module.objects.filter(course=course, deleted_at=None))
    module = Module(organization_id=course.organization_id, course=course, position=position)
    _apply(module, MODULE_READERS, {"title": title, **values})
    module.save(force_insert=True)
    note_change(course.pk, is_weight_changed=False)
    return module


@transaction.atomic
def update_module(*, module: Module, **values: Any) -> Module:
    """Change title, summary, is_published or position. Raises ValidationProblem, PreconditionFailed."""
    changed = _apply(module, MODULE_READERS, values)
    if changed:
        save_versioned(module, changed)
        is_shown_changed = "is_published" in changed
        if is_shown_changed:
            index_course_lessons(course_id=module.course_id)
        note_change(module.course_id, is_weight_changed=is_shown_changed)
    return module


@transaction.atomic
def delete_module(*, module: Module) -> None:
    """Delete a module with its lessons (the rows stay, marked). Raises PreconditionFailed."""
    module.deleted_at = clock.now()
    save_versioned(module, ["deleted_at"])
    Lesson.objects.filter(module=module, deleted_at=None).update(deleted_at=module.deleted_at)
    index_course_lessons(course_id=module.course_id)
    note_change(module.course_id, is_weight_changed=True)


@transaction.atomic
def order_modules(*, course: Course, module_ids: Sequence[int]) -> None:
    """Bring the modules of a course into this order. Raises ValidationProblem unless it names each exactly once."""
    rows = {row.pk: row for row in Module.objects.filter(course=course, deleted_at=None)}
    _reorder(rows, module_ids, pointer="/modules")
    note_change(course.pk, is_weight_changed=False)


@transaction.atomic
def order_lessons(*, module: Module, lesson_ids: Sequence[int]) -> None:
    """Bring the lessons of a module into this order. Raises ValidationProblem unless it names each exactly once."""
    rows = {row.pk: row for row in Lesson.objects.filter(module=module, deleted_at=None)}
    _reorder(rows, lesson_ids, pointer="/lessons")
    note_change(module.course_id, is_weight_changed=False)


def _reorder(rows: dict[int, Any], wanted: Sequence[int], *, pointer: str) -> None:
    if sorted(rows) != sorted(wanted):
        raise fields.invalid(pointer, "not-the-same", "Must name every one exactly once.")
    for position, row_id in enumerate(wanted, start=1):
        row = rows[row_id]
        if row.position != position:
            row.position = position
            save_versioned(row, ["position"])


@transaction.atomic
def add_lesson(
    *,
    module: Module,
    kind: str,
    title: str,
    detail: dict[str, Any] | None = None,
    is_blank: bool = False,
    **values: Any,
) -> Lesson:
    """A new lesson at the end of a module, or at `position`. `detail` is the content of its kind, see `write_detail`.

    `values`: group_title, is_required, is_published, is_preview, weight, estimated_minutes, completion,
    completion_value, position. `is_blank`: the content comes later, even where its kind cannot do without.
    Raises ValidationProblem.
    """
    kind = fields.choice_of(kind, Lesson.Kind.values, pointer="/kind")
    lesson = Lesson(
        organization_id=module.organization_id,
        course_id=module.course_id,
        module=module,
        kind=kind,
        completion=DEFAULT_COMPLETION[Lesson.Kind(kind)],
        position=_next_position(Lesson.objects.filter(module=module, deleted_at=None)),
    )
    _apply(lesson, LESSON_READERS, {"title": title, **values})
    lesson.save(force_insert=True)
    if not (is_blank and kind in NEEDS_CONTENT):
        write_detail(lesson=lesson, detail=detail or {}, is_new=True)
    index_lesson(lesson=lesson)
    note_change(lesson.course_id, is_weight_changed=lesson.is_required and lesson.is_published)
    return lesson


@transaction.atomic
def update_lesson(
    *,
    lesson: Lesson,
    detail: dict[str, Any] | None = None,
    module: Module | None = None,
    by_id: int | None = None,
    **values: Any,
) -> Lesson:
    """Change a lesson, its content (`detail`), or move it to another module of the course.

    The words of a page wait in its draft while the course is published. `values` as for `add_lesson`. Raises ValidationProblem, KindMismatch, PreconditionFailed.
    """
    if values.get("kind", lesson.kind) != lesson.kind:
        raise KindMismatch(kind=lesson.kind)
    values.pop("kind", None)
    changed = _apply(lesson, LESSON_READERS, values)
    if module is not None and module.pk != lesson.module_id:
        if module.course_id != lesson.course_id:
            raise fields.invalid("/module", "other-course", "The module belongs to another course.")
        lesson.module = module
        changed.append("module")
    if detail is not None:
        write_detail(lesson=lesson, detail=detail, is_new=_lacks_detail(lesson), by_id=by_id)
    if not changed and detail is None:
        return lesson
    save_versioned(lesson, changed)
    index_lesson(lesson=lesson)
    events.publish(LessonChanged(course_id=lesson.course_id, lesson_id=lesson.pk))
    if changed:
        note_change(lesson.course_id, is_weight_changed=bool(WEIGHING & set(changed)))
    return lesson


def let_score_complete(*, lesson: Lesson) -> None:
    """Let the app that scores the lesson say when it is done, where learners ticked it off by hand.

    Within the transaction of the caller, who announces the change.
    """
    if lesson.completion == Lesson.Completion.MANUAL:
        Lesson.objects.filter(pk=lesson.pk).update(completion=Lesson.Completion.SCORE)


def _lacks_detail(lesson: Lesson) -> bool:
    return lesson.kind in NEEDS_CONTENT and not hasattr(lesson, lesson.kind)


@transaction.atomic
def delete_lesson(*, lesson: Lesson) -> None:
    """Delete a lesson (the row stays, marked). Raises PreconditionFailed."""
    lesson.deleted_at = clock.now()
    save_versioned(lesson, ["deleted_at"])
    index_lesson(lesson=lesson)
    note_change(lesson.course_id, is_weight_changed=lesson.is_required and lesson.is_published)
