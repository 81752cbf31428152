"""Into the catalog, at once or at a set time, and the changes of published courses to their learners."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from edusync.courses.checklist import Finding, run_checklist
from edusync.courses.events import CourseChangesPublished, CoursePublished, CoursePublishFailed
from edusync.courses.models import Course, CourseStateChange
from edusync.courses.problems import ChecklistFailed, ChecklistWarnings, CourseEmpty, CourseStateConflict
from edusync.courses.services import lifecycle_checks  # noqa: F401 - registers the checks of this app's own
from edusync.courses.services.fields import invalid
from edusync.courses.services.lifecycle import close_request, current_request, require_approval
from edusync.courses.services.lifecycle_log import lock_for_change, log_change
from edusync.courses.services.lifecycle_mark import drafts_of
from edusync.courses.services.pages import publish_page_drafts
from edusync.courses.services.search_index import index_course_lessons
from edusync.courses.services.versions import record_version
from edusync.kernel import clock, events
from edusync.kernel.locking import save_versioned
from edusync.kernel.problems import FieldError, Problem
from edusync.kernel.tenancy import organization_context

Status = Course.Status
LATEST_SCHEDULE = dt.timedelta(days=730)


@transaction.atomic
def publish_course(
    *,
    course: Course,
    by_id: int | None = None,
    accept_warnings: bool = True,
    reason: str = "",
    waives_review: bool = False,
) -> Course:
    """Show a course in the catalog, or bring the changes of a published one to its learners; both take a version.

    A published course without changes stays as it is. `waives_review`: by somebody who looks after all courses.
    Raises CourseEmpty, ChecklistFailed, ChecklistWarnings, ReviewNeeded, ApprovalLapsed, CourseStateConflict.
    """
    before = lock_for_change(course)
    request = current_request(course)
    is_approved = request is not None and request.status == request.Status.APPROVED
    if before == Status.PUBLISHED and not is_approved and not drafts_of(course):
        return course
    if course.is_template:
        raise CourseStateConflict("A template is not published: make a course from it.", course_status=before)
    if not waives_review:
        require_approval(course, request)
    warnings = require_ready(course, accept_warnings=accept_warnings)
    close_request(course, request)
    pages = publish_page_drafts(course=course, by_id=by_id)
    course.status = Status.PUBLISHED
    course.published_at = course.published_at or clock.now()
    course.publish_at = None
    save_versioned(course, ["status", "published_at", "publish_at"])
    index_course_lessons(course_id=course.pk)
    version = record_version(course=course, reason="published", by_id=by_id, notes=reason)
    facts = {"pages": pages, "accepted": codes_of(warnings), "version": version.number}
    is_new = before != Status.PUBLISHED
    act = "published" if is_new else "changes_published"
    log_change(course=course, act=act, from_status=before, by_id=by_id, reason=reason, facts=facts)
    kind = CoursePublished if is_new else CourseChangesPublished
    events.publish(kind(course_id=course.pk, by_id=by_id))
    return course


def require_ready(course: Course, *, accept_warnings: bool) -> list[Finding]:
    """The warnings that were accepted. Raises CourseEmpty, ChecklistFailed, ChecklistWarnings."""
    findings = run_checklist(course)
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        kind = CourseEmpty if codes_of(errors) == ["no-lesson"] else ChecklistFailed
        raise kind(errors=errors_of(errors), findings=[finding_json(finding) for finding in findings])
    if findings and not accept_warnings:
        raise ChecklistWarnings(
            errors=errors_of(findings), findings=[finding_json(finding) for finding in findings]
        )
    return findings


def codes_of(findings: Iterable[Finding]) -> list[str]:
    """Their codes, each once."""
    return sorted({finding.code for finding in findings})


def errors_of(findings: Iterable[Finding]) -> list[FieldError]:
    """Findings as errors with pointers into the course."""
    return [FieldError(finding.pointer, finding.code, finding.words) for finding in findings]


def finding_json(finding: Finding) -> dict[str, object]:
    """A finding as JSON."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "words": finding.words,
        "lesson_id": finding.lesson_id,
        "block_id": finding.block_id,
    }


@transaction.atomic
def schedule_publish(
    *,
    course: Course,
    publish_at: dt.datetime,
    by_id: int | None,
    accept_warnings: bool = False,
    waives_review: bool = False,
) -> Course:
    """Set when the course, or its changes, are published. The checks run now and again then.

    Raises ValidationProblem for a time that is past or more than two years away, and what `publish_course` raises.
    """
    before = lock_for_change(course)
    now = clock.now()
    if not now < publish_at <= now + LATEST_SCHEDULE:
        raise invalid("/publish_at", "out-of-range", "A time from now on, within two years.")
    if course.is_template or before == Status.ARCHIVED:
        raise CourseStateConflict(course_status=before)
    if not waives_review:
        require_approval(course, current_request(course))
    warnings = require_ready(course, accept_warnings=accept_warnings)
    course.publish_at = publish_at
    save_versioned(course, ["publish_at"])
    log_change(
        course=course,
        act="scheduled",
        from_status=before,
        by_id=by_id,
        facts={
            "publish_at": publish_at.isoformat(),
            "accepted": codes_of(warnings),
            "waives_review": waives_review,
        },
    )
    return course


@transaction.atomic
def unschedule_publish(*, course: Course, by_id: int | None) -> Course:
    """Take the set time back; nothing happens when there is none."""
    before = lock_for_change(course)
    if course.publish_at is None:
        return course
    course.publish_at = None
    save_versioned(course, ["publish_at"])
    log_change(course=course, act="unscheduled", from_status=before, by_id=by_id)
    return course


def publish_due_courses() -> int:
    """Publish what is due in all organizations; returns how many were. What fails is unscheduled and its author told."""
    due = Course.unscoped.filter(publish_at__lte=clock.now(), deleted_at=None).order_by("publish_at", "id")
    count = 0
    for course_id, organization_id in due.values_list("pk", "organization_id"):
        with organization_context(organization_id):
            count += _publish_due(course_id)
    return count


def _publish_due(course_id: int) -> bool:
    """Publish one course as the last schedule says; each course is a transaction of its own."""
    course = Course.objects.get(pk=course_id)
    last = CourseStateChange.objects.filter(course=course, act="scheduled").order_by("-id").first()
    if last is None:
        return False
    try:
        with transaction.atomic():
            lock_for_change(course)
            if course.publish_at is None or course.publish_at > clock.now():
                return False
            warnings = require_ready(course, accept_warnings=True)
            fresh = [warning for warning in warnings if warning.code not in last.facts.get("accepted", [])]
            if fresh:
                raise ChecklistWarnings(errors=errors_of(fresh))
            publish_course(course=course, by_id=last.by_id, waives_review=last.facts["waives_review"])
            # A published course without changes is left alone, its date with it.
            if course.publish_at is not None:
                course.publish_at = None
                save_versioned(course, ["publish_at"])
    except Problem as problem:
        _note_failure(course, last.by_id, problem)
        return False
    return True


@transaction.atomic
def _note_failure(course: Course, by_id: int | None, problem: Problem) -> None:
    before = lock_for_change(course)
    course.publish_at = None
    save_versioned(course, ["publish_at"])
    codes = sorted({error.code for error in problem.errors}) or [problem.code]
    change = log_change(
        course=course,
        act="publish_failed",
        from_status=before,
        by_id=None,
        facts={"problem": problem.code, "codes": codes},
    )
    events.publish(CoursePublishFailed(course_id=course.pk, by_id=by_id, codes=codes, change_id=change.pk))
