"""Copies of courses, and the templates that new ones are made from."""

import dataclasses
from collections import Counter
from typing import Any

from django.db import transaction

from edusync.courses.models import BlueprintLink, Course, CourseCopy
from edusync.courses.problems import CourseStateConflict
from edusync.courses.services import fields
from edusync.courses.services.blueprint_ties import start_following
from edusync.courses.services.copy_dates import dates_in, moved_dates
from edusync.courses.services.courses import update_course
from edusync.courses.snapshots import build_from_snapshot, take_snapshot
from edusync.courses.snapshots.content_kinds import left_behind
from edusync.kernel import audit, clock
from edusync.kernel.locking import save_versioned
from edusync.kernel.problems import Problem
from edusync.kernel.tasks import enqueue
from edusync.kernel.tenancy import organization_context

State = CourseCopy.State
# Courses with more lessons are copied by the worker, so that no request waits for it.
LARGE_LESSONS = 150
MAX_SHIFT_DAYS = 3650


@dataclasses.dataclass(frozen=True, slots=True)
class CopyOptions:
    """How a copy is to be. `shift_days` moves all dates; `follows` makes the source its blueprint."""

    title: str
    language: str | None = None
    has_rules: bool = True
    shift_days: int = 0
    follows: bool = False
    locked_parts: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For the row of the copy."""
        return {**dataclasses.asdict(self), "locked_parts": list(self.locked_parts)}


def copy_options(values: dict[str, Any]) -> CopyOptions:
    """The options, checked. Raises ValidationProblem."""
    language = values.get("language") or None
    return CopyOptions(
        title=fields.title_of(values.get("title", "")),
        language=fields.language_of(language) if language else None,
        has_rules=bool(values.get("has_rules", True)),
        shift_days=fields.number_of(
            values.get("shift_days", 0), pointer="/shift_days", low=-MAX_SHIFT_DAYS, high=MAX_SHIFT_DAYS
        ),
        follows=bool(values.get("follows", False)),
        locked_parts=locked_parts_of(values.get("locked_parts", ())),
    )


def locked_parts_of(values: Any) -> tuple[str, ...]:
    """Parts that a blueprint keeps, each once. Raises ValidationProblem."""
    parts = [
        fields.choice_of(part, BlueprintLink.Part.values, pointer=f"/locked_parts/{index}")
        for index, part in enumerate(values)
    ]
    return tuple(dict.fromkeys(parts))


def course_dates(course: Course) -> dict[str, Any]:
    """The first date of the course (None without any), how many there are by place, and what a copy leaves behind."""
    found = dates_in(take_snapshot(course))
    return {
        "first_at": found[0][1] if found else None,
        "counts": dict(Counter(kind for kind, _ in found)),
        "left_behind": left_behind(course.pk),
    }


@transaction.atomic
def request_copy(*, source: Course, options: CopyOptions, by_id: int | None) -> CourseCopy:
    """A copy of the course with its maker as owner: made at once when small, else by the worker.

    Lessons and modules note what they were copied from; the copy is a draft and has no learners. Raises
    ValidationProblem.
    """
    copy: CourseCopy = CourseCopy.objects.create(
        organization_id=source.organization_id,
        source=source,
        requested_by_id=by_id,
        options=options.as_json(),
        total_count=max(1, source.lesson_count),
    )
    if source.lesson_count > LARGE_LESSONS:
        enqueue("courses.copy_course", copy_id=copy.pk)
        return copy
    return _finish(copy, _made(copy))


def run_copy(copy_id: int) -> None:
    """Make a copy that waits; what goes wrong is noted in its row."""
    copy = CourseCopy.unscoped.select_related("source").get(pk=copy_id)
    if copy.state in (State.DONE, State.FAILED):
        return
    with organization_context(copy.organization_id):
        CourseCopy.objects.filter(pk=copy.pk).update(state=State.RUNNING)
        try:
            with transaction.atomic():
                _finish(copy, _made(copy))
        except Problem as problem:
            copy.state, copy.error_code, copy.finished_at = State.FAILED, problem.code, clock.now()
            copy.save(update_fields=["state", "error_code", "finished_at", "updated_at"])


def _made(copy: CourseCopy) -> Course:
    source, options = copy.source, CopyOptions(**copy.options)
    snapshot = take_snapshot(source)
    prepared, counts = _prepared(snapshot, options)
    copy.moved = {"days": options.shift_days, "counts": counts, "left_behind": left_behind(source.pk)}
    course = build_from_snapshot(
        prepared,
        organization_id=copy.organization_id,
        created_by_id=copy.requested_by_id,
        title=options.title,
    )
    if options.language and options.language != course.language_id:
        update_course(course=course, by_id=copy.requested_by_id, language=options.language)
    course.refresh_from_db()
    course.cloned_from = source
    save_versioned(course, ["cloned_from"])
    if options.follows:
        start_following(
            blueprint=source, copy=course, snapshot=snapshot, locked_parts=list(options.locked_parts)
        )
    facts = {"source_id": source.pk, "follows": options.follows}
    audit.record(
        "courses.course.copied", actor=copy.requested_by_id, target=("course", course.pk), facts=facts
    )
    return course


def _finish(copy: CourseCopy, course: Course) -> CourseCopy:
    copy.result, copy.state, copy.done_count = course, State.DONE, copy.total_count
    copy.finished_at = clock.now()
    copy.save(update_fields=["result", "state", "done_count", "moved", "finished_at", "updated_at"])
    return copy


def _prepared(snapshot: dict[str, Any], options: CopyOptions) -> tuple[dict[str, Any], dict[str, int]]:
    """The snapshot as the copy shall be, rules left out or dates moved, and how many dates moved where."""
    if not options.has_rules:
        parts = {
            name: part for name, part in snapshot["parts"].items() if name not in ("rules", "prerequisites")
        }
        snapshot = {**snapshot, "parts": parts}
    return moved_dates(snapshot, options.shift_days) if options.shift_days else (snapshot, {})


@transaction.atomic
def set_template(*, course: Course, is_template: bool, by_id: int | None) -> Course:
    """Make a course one that others are made from, or an ordinary draft again.

    Raises CourseStateConflict while it is published or archived, for nobody takes a template.
    """
    row: Course = Course.objects.select_for_update().get(pk=course.pk)
    if is_template and row.status in (Course.Status.PUBLISHED, Course.Status.ARCHIVED):
        raise CourseStateConflict(course_status=row.status)
    if row.is_template != is_template:
        row.is_template = is_template
        save_versioned(row, ["is_template"])
        facts = {"is_template": is_template}
        audit.record("courses.template.set", actor=by_id, target=("course", row.pk), facts=facts)
    return row
