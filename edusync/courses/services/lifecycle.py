"""Handing a course in for review, taking it back, and deciding on it."""

from django.db import transaction

from edusync.courses.events import CourseReviewed, CourseSubmitted
from edusync.courses.models import Course, CourseApprovalRequest, ReviewRule
from edusync.courses.problems import (
    ApprovalLapsed,
    ContentChanged,
    CourseStateConflict,
    NothingHandedIn,
    OwnSubmission,
    ReviewNeeded,
)
from edusync.courses.services.fields import choice_of, invalid, short_text
from edusync.courses.services.lifecycle_log import MAX_REASON_CHARACTERS, lock_for_change, log_change
from edusync.courses.services.lifecycle_mark import content_mark
from edusync.kernel import audit, clock, events
from edusync.kernel.locking import save_versioned
from edusync.kernel.tenancy import current_organization_id

Request = CourseApprovalRequest.Status
Status = Course.Status
# Before its first publication a course follows its request; once published, its state stays.
BEFORE_PUBLICATION = (Status.DRAFT, Status.IN_REVIEW, Status.CHANGES_REQUESTED, Status.APPROVED)
# A request that is still of use.
CURRENT = (Request.OPEN, Request.CHANGES_REQUESTED, Request.APPROVED)
DECISIONS = {"approve": Request.APPROVED, "request_changes": Request.CHANGES_REQUESTED}


def is_review_required(organization_id: int) -> bool:
    """Whether the organization publishes only what was approved."""
    return bool(ReviewRule.unscoped.filter(organization_id=organization_id, is_review_required=True).exists())


@transaction.atomic
def set_review_rule(*, is_required: bool, by_id: int | None) -> None:
    """Say whether the organization in context demands an approval before a course is published."""
    ReviewRule.objects.update_or_create(
        organization_id=current_organization_id(), defaults={"is_review_required": is_required}
    )
    audit.record(
        "courses.review_rule.changed",
        actor=by_id,
        target=("organization", current_organization_id()),
        facts={"is_review_required": is_required},
    )


def current_request(course: Course) -> CourseApprovalRequest | None:
    """The latest submission as long as it is of use: waiting, sent back, or approved and not published yet."""
    latest: CourseApprovalRequest | None = (
        CourseApprovalRequest.unscoped.filter(course=course).order_by("-id").first()
    )
    return latest if latest is not None and latest.status in CURRENT else None


def is_lapsed(course: Course, request: CourseApprovalRequest | None) -> bool:
    """Whether the course is no longer what was approved."""
    if request is None or request.status != Request.APPROVED:
        return False
    return request.content_mark != content_mark(course)


def require_approval(course: Course, request: CourseApprovalRequest | None) -> None:
    """Raise ReviewNeeded or ApprovalLapsed where the organization demands an approval and none holds."""
    if not is_review_required(course.organization_id):
        return
    if request is None or request.status != Request.APPROVED:
        raise ReviewNeeded(course_status=course.status)
    if is_lapsed(course, request):
        raise ApprovalLapsed(course_status=course.status)


@transaction.atomic
def submit_course(*, course: Course, by_id: int, note: str = "") -> CourseApprovalRequest:
    """Hand in the course, or the changes of a published one. A new submission takes the place of an earlier one.

    Raises CourseStateConflict while one waits, for archived courses and for templates, ValidationProblem.
    """
    note = short_text(note, pointer="/note", limit=MAX_REASON_CHARACTERS)
    before = lock_for_change(course)
    if before in (Status.IN_REVIEW, Status.ARCHIVED) or course.is_template:
        raise CourseStateConflict(course_status=before)
    earlier = current_request(course)
    if earlier is not None and earlier.status == Request.OPEN:
        raise CourseStateConflict("The changes wait for a reviewer already.", course_status=before)
    if earlier is not None and earlier.status == Request.APPROVED:
        _set_status(earlier, Request.LAPSED)
    request: CourseApprovalRequest = CourseApprovalRequest.objects.create(
        organization_id=course.organization_id,
        course=course,
        is_for_changes=before == Status.PUBLISHED,
        note=note,
        content_mark=content_mark(course),
        submitted_by_id=by_id,
    )
    _follow(course, Status.IN_REVIEW)
    log_change(
        course=course,
        act="submitted",
        from_status=before,
        by_id=by_id,
        reason=note,
        facts={"request": request.pk},
    )
    events.publish(CourseSubmitted(course_id=course.pk, request_id=request.pk, by_id=by_id))
    return request


@transaction.atomic
def withdraw_submission(*, course: Course, by_id: int, reason: str = "") -> CourseApprovalRequest:
    """Take a submission back, decided or not; the course is a draft again. Raises NothingHandedIn."""
    before = lock_for_change(course)
    request = current_request(course)
    if request is None:
        raise NothingHandedIn
    _set_status(request, Request.WITHDRAWN)
    _follow(course, Status.DRAFT, publish_at=None)
    log_change(
        course=course,
        act="withdrawn",
        from_status=before,
        by_id=by_id,
        reason=reason,
        facts={"request": request.pk},
    )
    return request


@transaction.atomic
def decide_submission(
    *, course: Course, decision: str, by_id: int, reason: str = "", seen_mark: str = ""
) -> CourseApprovalRequest:
    """Approve what was handed in, or ask for changes, which needs a reason. An approval can still be taken back.

    `seen_mark`: mark of the content that the reviewer read. Raises NothingHandedIn, OwnSubmission, ContentChanged,
    ValidationProblem.
    """
    status = DECISIONS[choice_of(decision, DECISIONS, pointer="/decision")]
    reason = short_text(reason, pointer="/reason", limit=MAX_REASON_CHARACTERS)
    if status == Request.CHANGES_REQUESTED and not reason:
        raise invalid("/reason", "required", "Say what is to be changed.")
    before = lock_for_change(course)
    request = current_request(course)
    if request is None or not (request.status == Request.OPEN or _takes_back(request, status)):
        raise NothingHandedIn
    if request.submitted_by_id == by_id:
        raise OwnSubmission
    mark = content_mark(course)
    if status == Request.APPROVED and seen_mark and seen_mark != mark:
        raise ContentChanged
    request.content_mark = mark
    request.decided_by_id, request.decided_at, request.decision_note = by_id, clock.now(), reason
    _set_status(request, status, "content_mark", "decided_by_id", "decided_at", "decision_note")
    # What was scheduled on the ground of an approval is not published without it.
    keeps_date = status == Request.APPROVED or not is_review_required(course.organization_id)
    _follow(course, Status(status.value), publish_at=course.publish_at if keeps_date else None)
    log_change(
        course=course,
        act=status.value,
        from_status=before,
        by_id=by_id,
        reason=reason,
        facts={"request": request.pk},
    )
    events.publish(
        CourseReviewed(course_id=course.pk, request_id=request.pk, decision=status.value, by_id=by_id)
    )
    return request


def _takes_back(request: CourseApprovalRequest, status: str) -> bool:
    return request.status == Request.APPROVED and status == Request.CHANGES_REQUESTED


def close_request(course: Course, request: CourseApprovalRequest | None) -> None:
    """The course was published: an approval is used up, anything else was passed by."""
    if request is not None:
        is_used = request.status == Request.APPROVED and request.content_mark == content_mark(course)
        _set_status(request, Request.DONE if is_used else Request.LAPSED)


def _set_status(request: CourseApprovalRequest, status: str, *columns: str) -> None:
    request.status = status
    request.save(update_fields=["status", "updated_at", *(name.removesuffix("_id") for name in columns)])


def _follow(course: Course, status: str, **values: object) -> None:
    """Let a course that was never published follow its request; a published or archived one stays what it is."""
    for name, value in values.items():
        setattr(course, name, value)
    if course.status in BEFORE_PUBLICATION:
        course.status = status
    save_versioned(course, ["status", *values])
