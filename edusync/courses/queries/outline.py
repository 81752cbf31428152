"""The outline of a course: its static part is kept per process until its version changes, progress is added per request."""

import dataclasses
import threading
import uuid
from collections import OrderedDict
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from edusync.courses.learner_facts import OutlineFacts
from edusync.courses.models import Course, Lesson, Module
from edusync.courses.queries.locks import RuleRow, locks_by_course
from edusync.courses.rules import NOTHING_LOCKED, Locks
from edusync.kernel import clock

KEPT_OUTLINES = 200


@dataclasses.dataclass(frozen=True, slots=True)
class OutlineLesson:
    """A published lesson as the outline shows it."""

    id: int
    title: str
    kind: str
    group_title: str
    estimated_minutes: int
    is_required: bool
    is_preview: bool
    weight: int

    def as_json(self, state: str | None, lock: dict[str, Any] | None = None) -> dict[str, Any]:
        """The lesson with the learner's state, and what locks it."""
        return {
            "id": self.id,
            "title": self.title,
            "kind": self.kind,
            "group_title": self.group_title,
            "estimated_minutes": self.estimated_minutes,
            "is_required": self.is_required,
            "is_preview": self.is_preview,
            "state": state,
            "lock": lock,
        }


@dataclasses.dataclass(frozen=True, slots=True)
class OutlineModule:
    """A published module with its published lessons. `required_weight` is the sum over required lessons."""

    id: int
    title: str
    lessons: tuple[OutlineLesson, ...]
    required_weight: int


@dataclasses.dataclass(frozen=True, slots=True)
class Outline:
    """What a course consists of, as of `version`. `places` tells where each lesson stands in `sequence`."""

    course_id: int
    version: int
    modules: tuple[OutlineModule, ...]
    sequence: tuple[OutlineLesson, ...]
    places: Mapping[int, int]
    locks: Locks = NOTHING_LOCKED

    @property
    def lesson_count(self) -> int:
        """Published lessons."""
        return len(self.sequence)

    def neighbors(
        self, lesson_id: int, *, without: Collection[int] = ()
    ) -> tuple[OutlineLesson | None, OutlineLesson | None]:
        """The lessons before and after this one, across modules, passing over those in `without`."""
        place = self.places.get(lesson_id)
        if place is None:
            return None, None
        sequence = self.sequence
        before = next((one for one in reversed(sequence[:place]) if one.id not in without), None)
        after = next((one for one in sequence[place + 1 :] if one.id not in without), None)
        return before, after


_lock = threading.Lock()
# By UUID, which no other database or test shares; ids and versions alone may come again.
_kept: OrderedDict[uuid.UUID, Outline] = OrderedDict()


def course_by_slug(slug: str) -> dict[str, Any] | None:
    """The columns of a course that the outline and its permission need; None when there is no such course."""
    columns = (
        "id",
        "uuid",
        "slug",
        "title",
        "status",
        "visibility",
        "outline_version",
        "translation_version",
        "language_id",
    )
    return Course.objects.filter(slug=slug, deleted_at=None).values(*columns).first()


def outline(course_id: int, *, known: tuple[uuid.UUID, int] | None = None) -> Outline:
    """The outline of a course. With the course's UUID and version just read (`known`), no query when that is kept.

    Raises Course.DoesNotExist.
    """
    key = known or Course.unscoped.values_list("uuid", "outline_version").get(pk=course_id)
    return outlines({course_id: key})[course_id]


def outlines(known: Mapping[int, tuple[uuid.UUID, int]]) -> dict[int, Outline]:
    """Outlines of several courses, given their UUID and version by id: two queries for all that are not kept."""
    found: dict[int, Outline] = {}
    with _lock:
        for course_id, (key, version) in known.items():
            kept = _kept.get(key)
            if kept is not None and kept.version == version:
                _kept.move_to_end(key)
                found[course_id] = kept
    missing = {course_id: facts for course_id, facts in known.items() if course_id not in found}
    if missing:
        made = _read({course_id: version for course_id, (_, version) in missing.items()})
        found.update(made)
        if not _is_changing():
            _keep({missing[course_id][0]: one for course_id, one in made.items()})
    return found


def _keep(made: Mapping[uuid.UUID, Outline]) -> None:
    with _lock:
        for key, one in made.items():
            _kept[key] = one
            _kept.move_to_end(key)
        while len(_kept) > KEPT_OUTLINES:
            _kept.popitem(last=False)


def _is_changing() -> bool:
    """Whether a transaction is open, which may have raised the version and may still be undone."""
    blocks = transaction.get_connection().atomic_blocks
    return any(not block._from_testcase for block in blocks)


def _read(versions: Mapping[int, int]) -> dict[int, Outline]:
    """Outlines by course id, in two queries."""
    modules = (
        Module.unscoped.filter(course_id__in=versions, deleted_at=None, is_published=True)
        .order_by("position", "id")
        .values_list("course_id", "id", "title", "availability__tree", "availability__is_hidden")
    )
    columns = [field.name for field in dataclasses.fields(OutlineLesson)]
    lessons = (
        Lesson.unscoped.filter(course_id__in=versions, deleted_at=None, is_published=True)
        .order_by("position", "id")
        .values_list("module_id", "availability__tree", "availability__is_hidden", *columns)
    )
    by_module: dict[int, list[OutlineLesson]] = {}
    rules: list[RuleRow] = []
    for module_id, tree, is_hidden, *values in lessons:
        lesson = OutlineLesson(*values)
        by_module.setdefault(module_id, []).append(lesson)
        if tree is not None:
            rules.append(RuleRow(module_id, lesson.id, tree, is_hidden))
    by_course: dict[int, list[OutlineModule]] = {course_id: [] for course_id in versions}
    for course_id, module_id, title, tree, is_hidden in modules:
        by_course[course_id].append(_module(module_id, title, by_module.get(module_id, [])))
        if tree is not None:
            rules.append(RuleRow(module_id, None, tree, is_hidden))
    locks = locks_by_course(rules, by_course) if rules else {}
    return {
        course_id: _outline(course_id, versions[course_id], built, locks.get(course_id, NOTHING_LOCKED))
        for course_id, built in by_course.items()
    }


def _module(module_id: int, title: str, lessons: list[OutlineLesson]) -> OutlineModule:
    required = sum(lesson.weight for lesson in lessons if lesson.is_required)
    return OutlineModule(id=module_id, title=title, lessons=tuple(lessons), required_weight=required)


def _outline(course_id: int, version: int, modules: list[OutlineModule], locks: Locks) -> Outline:
    sequence = tuple(lesson for module in modules for lesson in module.lessons)
    places = {lesson.id: place for place, lesson in enumerate(sequence)}
    return Outline(
        course_id=course_id,
        version=version,
        modules=tuple(modules),
        sequence=sequence,
        places=places,
        locks=locks,
    )


def locked_lessons(static: Outline, facts: OutlineFacts, *, is_staff: bool) -> dict[int, dict[str, Any]]:
    """What locks which lessons, by lesson id. For staff every rule is named, none is enforced."""
    if not static.locks:
        return {}
    return static.locks.for_staff() if is_staff else static.locks.for_learner(facts.rule_facts, clock.now())


def with_progress(
    course: Mapping[str, Any], static: Outline, facts: OutlineFacts, *, is_staff: bool = False
) -> dict[str, Any]:
    """The outline as JSON, with one learner's enrollment, states and locks."""
    enrollment = facts.enrollment
    states = facts.states if enrollment is not None else {}
    locks = locked_lessons(static, facts, is_staff=is_staff)
    return {
        "course": {"id": course["id"], "slug": course["slug"], "title": course["title"]},
        "version": static.version,
        "enrollment": None
        if enrollment is None
        else {
            "id": enrollment.id,
            "percent": enrollment.percent,
            "status": enrollment.status,
            "last_lesson_id": enrollment.last_lesson_id,
        },
        "modules": [_module_json(module, states, locks) for module in static.modules],
    }


def _module_json(
    module: OutlineModule, states: Mapping[int, str], locks: Mapping[int, dict[str, Any]]
) -> dict[str, Any]:
    done = sum(
        lesson.weight
        for lesson in module.lessons
        if lesson.is_required and states.get(lesson.id) == "completed"
    )
    lessons = module.lessons
    if locks:
        lessons = tuple(lesson for lesson in lessons if not is_out_of_sight(locks.get(lesson.id)))
    return {
        "id": module.id,
        "title": module.title,
        # A course without rules pays nothing for them.
        "lessons": [lesson.as_json(states.get(lesson.id), locks.get(lesson.id)) for lesson in lessons]
        if locks
        else [lesson.as_json(states.get(lesson.id)) for lesson in lessons],
        "done_weight": done,
        "required_weight": module.required_weight,
    }


def is_out_of_sight(lock: Mapping[str, Any] | None) -> bool:
    """Whether a lesson is left out for this learner instead of shown with a lock."""
    return lock is not None and lock["is_enforced"] and lock["is_hidden"]
