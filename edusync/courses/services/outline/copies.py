"""Copies of lessons and modules, within a course or into another one."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction

from edusync.courses import layout as layouts
from edusync.courses import page_questions
from edusync.courses.blocks import questions_of
from edusync.courses.layout import Layout
from edusync.courses.models import Course, Lesson, Module, OutlineChange
from edusync.courses.services.locking import lock_course
from edusync.courses.services.outline.acts import starts_published
from edusync.courses.services.outline.changes import change_outline
from edusync.courses.services.outline.rows import read_layout
from edusync.courses.services.outline_edit import note_change, outline_edit
from edusync.courses.services.search_index import index_lessons
from edusync.courses.snapshots.content_kinds import provider_of, read_contents
from edusync.courses.snapshots.shapes import own_uuids, replaced_uuids
from edusync.kernel.ids import uuid7

MAX_TITLE = 200
# Columns that a copy has of its own.
_OWN = frozenset(
    {
        "id",
        "uuid",
        "created_at",
        "updated_at",
        "row_version",
        "deleted_at",
        "origin_uuid",
        "course_id",
        "module_id",
    }
)


def copy_in_outline(
    *,
    course: Course,
    by_id: int | None,
    lesson_ids: Collection[int] = (),
    module_ids: Collection[int] = (),
    label: str = "",
) -> OutlineChange:
    """Copies of lessons and modules of a course, each behind its original.

    `label` is put behind the titles in parentheses. Raises ValidationProblem via the caller's check of the ids.
    """
    with outline_edit(course_id=course.pk):
        lock_course(course.pk)
        before = read_layout(course.pk)
        wanted = dict(before)
        for module_id in [one for one in before if one in set(module_ids)]:
            copy, ids = _copy_module(module_id, before[module_id], course, label)
            wanted = layouts.with_module(wanted, copy, ids, after=module_id)
        inside = {one for module_id in module_ids for one in before[module_id]}
        lessons = [one for one in layouts.lesson_ids_of(before) if one in set(lesson_ids) - inside]
        places = layouts.places_of(before)
        copies = _copy_lessons(lessons, {one: places[one] for one in lessons}, course, label)
        for source, copy in copies.items():
            wanted = layouts.with_lessons(wanted, places[source], [copy], after=source)
        return _kept(course, by_id, before, wanted, count=len(lessons) + len(module_ids))


def copy_to_course(
    *,
    source: Course,
    target: Course,
    by_id: int | None,
    lesson_ids: Collection[int] = (),
    module_ids: Collection[int] = (),
    module_id: int | None = None,
) -> OutlineChange:
    """Copies of lessons and modules at the end of another course; lessons in its module `module_id`, else in a new one.

    The change belongs to the target. Raises ValidationProblem via the caller's check of the ids.
    """
    with outline_edit(course_id=target.pk):
        lock_course(target.pk)
        origin, before = read_layout(source.pk), read_layout(target.pk)
        wanted = dict(before)
        for one in [one for one in origin if one in set(module_ids)]:
            copy, ids = _copy_module(one, origin[one], target, "")
            wanted = layouts.with_module(wanted, copy, ids, after=None)
        inside = {lesson for one in module_ids for lesson in origin[one]}
        lessons = [one for one in layouts.lesson_ids_of(origin) if one in set(lesson_ids) - inside]
        if lessons:
            place = module_id or _module_like(layouts.places_of(origin)[lessons[0]], target)
            copies = _copy_lessons(lessons, dict.fromkeys(lessons, place), target, "")
            wanted.setdefault(place, [])
            wanted = layouts.with_lessons(wanted, place, list(copies.values()), after=None)
        return _kept(target, by_id, before, wanted, count=len(lessons) + len(module_ids))


def _kept(course: Course, by_id: int | None, before: Layout, wanted: Layout, *, count: int) -> OutlineChange:
    note_change(course.pk, is_weight_changed=True)
    index_lessons(set(layouts.lesson_ids_of(wanted)) - set(layouts.lesson_ids_of(before)))
    change = change_outline(
        course=course,
        by_id=by_id,
        kind="copy",
        change_layout=lambda _: wanted,
        count=count,
        before=before,
    )
    if change is None:
        raise RuntimeError("an act that adds rows always differs")
    return change


def send_to_course(
    *,
    source: Course,
    target: Course,
    by_id: int | None,
    lesson_ids: Collection[int] = (),
    module_ids: Collection[int] = (),
    module_id: int | None = None,
    is_move: bool = False,
) -> tuple[OutlineChange, OutlineChange | None]:
    """Copy to another course and, when it is a move, delete here: both or nothing.

    Progress made in the lessons stays with the course it was made in. Answers the change of the target and, for a
    move, that of the source. Raises ValidationProblem.
    """
    with transaction.atomic():
        sent = copy_to_course(
            source=source,
            target=target,
            by_id=by_id,
            lesson_ids=lesson_ids,
            module_ids=module_ids,
            module_id=module_id,
        )
        if not is_move:
            return sent, None
        left = change_outline(
            course=source,
            by_id=by_id,
            kind="move_out",
            change_layout=lambda now: layouts.without(now, modules=module_ids, lessons=lesson_ids),
            count=sent.count,
        )
        return sent, left


def _module_like(module_id: int, course: Course) -> int:
    """An empty module in the course that is called like another."""
    title = Module.objects.values_list("title", flat=True).get(pk=module_id)
    place = Module.objects.filter(course=course, deleted_at=None).count() + 1
    module = Module(organization_id=course.organization_id, course=course, title=title, position=place)
    module.save(force_insert=True)
    return module.pk


def _copy_module(
    module_id: int, lesson_ids: Sequence[int], course: Course, label: str
) -> tuple[int, list[int]]:
    source = Module.objects.get(pk=module_id)
    copy = Module(**_columns(source), course=course, origin_uuid=source.uuid, uuid=uuid7())
    copy.title = _labeled(copy.title, label)
    copy.save(force_insert=True)
    # Lessons of a copied module keep their titles: the module's tells that it is a copy.
    copies = _copy_lessons(lesson_ids, dict.fromkeys(lesson_ids, copy.pk), course, "")
    return copy.pk, [copies[one] for one in lesson_ids]


def _columns(row: Any) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in _OWN and not field.generated
    }


def _labeled(title: str, label: str) -> str:
    ending = f" ({label})" if label else ""
    return title[: MAX_TITLE - len(ending)] + ending


def _copy_lessons(
    lesson_ids: Sequence[int], modules: dict[int, int], course: Course, label: str
) -> dict[int, int]:
    """Copies of lessons with all their content, in the modules named; returns their ids by those of the sources."""
    if not lesson_ids:
        return {}
    sources = Lesson.objects.in_bulk(list(lesson_ids))
    is_shown = starts_published(course)
    copies: dict[int, Lesson] = {}
    for one in lesson_ids:
        source = sources[one]
        copy = Lesson(
            **_columns(source), course=course, module_id=modules[one], origin_uuid=source.uuid, uuid=uuid7()
        )
        copy.title = _labeled(copy.title, label)
        copy.is_published = copy.is_published and is_shown
        copy.save(force_insert=True)
        copies[one] = copy
    _copy_contents(copies, {one: sources[one].course_id for one in copies})
    return {one: copy.pk for one, copy in copies.items()}


def _copy_contents(copies: dict[int, Lesson], courses: dict[int, int]) -> None:
    """The content of every kind, through whoever keeps it. `courses` are those of the sources, by lesson."""
    contents = read_contents([(one, copy.kind) for one, copy in copies.items()])
    kinds: dict[str, list[tuple[Lesson, dict[str, Any]]]] = {}
    for one, copy in copies.items():
        if contents.get(one):
            content = _with_own_questions(contents[one], copy, is_elsewhere=copy.course_id != courses[one])
            kinds.setdefault(copy.kind, []).append((copy, content))
    for kind, pairs in kinds.items():
        provider = provider_of(kind)
        if provider is not None:
            provider.write_many(pairs)


def _with_own_questions(content: dict[str, Any], copy: Lesson, *, is_elsewhere: bool) -> dict[str, Any]:
    """The content of a copy, whose quiz asks questions of its own; a page in another course, too.

    Pages of one course may share a practice question: nothing is kept of its answers.
    """
    new = {name: str(uuid7()) for name in own_uuids(content)}
    if is_elsewhere:
        documents = (content.get(name) or {} for name in ("document", "draft"))
        asked = [name for document in documents for name in questions_of(document)]
        new |= page_questions.copied_questions(questions=list(dict.fromkeys(asked)), lesson=copy)
    renamed: dict[str, Any] = replaced_uuids(content, new)
    return renamed
