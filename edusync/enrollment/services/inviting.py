"""Inviting people into a course: members find the invitation among their courses, others by the link in a mail."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from edusync.courses import services as courses
from edusync.enrollment import queries
from edusync.enrollment.events import EnrollmentInvited
from edusync.enrollment.models import Enrollment
from edusync.enrollment.problems import AlreadyInvited, CourseFull, CourseNotOpen
from edusync.enrollment.services.changing import Status, change_status, log_change, require_status
from edusync.enrollment.services.enrolling import cohort_to_enter, enroll_learner, new_enrollment
from edusync.enrollment.states import ENDED
from edusync.identity.models import Invitation, User
from edusync.identity.queries import invitations, members, person_by_email
from edusync.identity.services import invite_person, register_acceptance, revoke_invitation
from edusync.kernel import clock, events
from edusync.kernel.problems import Problem, ValidationProblem
from edusync.kernel.texts import clean_line
from edusync.kernel.transactions import retry_deadlocks

if TYPE_CHECKING:
    from edusync.courses.models import Course

PURPOSE = "course_learner"
MAX_ADDRESSES = 100
INVITED_FIELDS = (
    *("cohort", "source", "rejection_reason", "approval_requested_at", "request_message"),
    *("approved_at", "approved_by", "expires_at", "due_at"),
)


@retry_deadlocks
@transaction.atomic
def invite_learner(
    *, course_id: int, learner_id: int, by_id: int, cohort_id: int | None = None, message: str = ""
) -> Enrollment:
    """Open the course's door to one person: they come in, or not, by themselves, without asking for approval.

    The invitation takes no seat. Who left or was refused may be invited again. Raises NotFound, CourseNotOpen (not
    published), CohortNotOpen, AlreadyInvited, EnrollmentStateConflict (is in the course, asks for it or waits).
    """
    course = courses.lock_course(course_id)
    _require_published(course)
    cohort = cohort_to_enter(course, cohort_id)
    row = queries.enrollment_of(course_id=course.pk, learner_id=learner_id)
    if row is not None:
        if row.status == Status.INVITED:
            raise AlreadyInvited(enrollment_id=row.pk)
        require_status(row, *ENDED)
    before = row.status if row else ""
    row = row or new_enrollment(course, learner_id, Enrollment.Source.INVITATION)
    row.cohort, row.source = cohort, Enrollment.Source.INVITATION
    row.rejection_reason, row.request_message, row.approval_requested_at = "", "", None
    # The word of who invites stands instead of an approval.
    row.approved_at, row.approved_by_id = clock.now(), by_id
    row.due_at = row.expires_at = None
    if before:
        change_status(enrollment=row, status=Status.INVITED, by_id=by_id, fields=INVITED_FIELDS)
    else:
        row.status = Status.INVITED
        row.save(force_insert=True)
        log_change(row, "", by_id=by_id)
    events.publish(EnrollmentInvited(row.pk, row.course_id, row.learner_id, by_id, message))
    return row


def _require_published(course: "Course") -> None:
    if course.status != "published":
        raise CourseNotOpen(course_status=course.status, access=course.access)


def invite_addresses(
    *,
    course: "Course",
    emails: Sequence[str],
    by_id: int,
    cohort_id: int | None = None,
    message: str = "",
    language: str = "en",
) -> list[dict[str, str]]:
    """Invite the owners of addresses: `{"email", "result"}` each; one that is not possible stops no other.

    `invited`: a member of the organization; `mailed`: anybody else, whom the link in the mail brings into organization
    and course. Other results say why not: `repeated`, `invalid-address`, or the code of the problem met.
    """
    rows: list[dict[str, str]] = []
    seen: set[str] = set()
    for email in emails:
        address = email.strip().lower()
        if address in seen:
            result = "repeated"
        else:
            seen.add(address)
            result = _invite_address(course, address, by_id, cohort_id, message, language)
        rows.append({"email": email.strip(), "result": result})
    return rows


def _invite_address(
    course: "Course", email: str, by_id: int, cohort_id: int | None, message: str, language: str
) -> str:
    known = person_by_email(email)
    is_member = (
        known is not None
        and members(organization_id=course.organization_id).filter(user_id=known.pk, status="active").exists()
    )
    try:
        if known is not None and is_member:
            invite_learner(
                course_id=course.pk, learner_id=known.pk, by_id=by_id, cohort_id=cohort_id, message=message
            )
            return "invited"
        _invite_outsider(course, email, by_id, cohort_id, message, language)
    except ValidationProblem:
        return "invalid-address"
    except Problem as problem:
        return problem.code
    return "mailed"


@transaction.atomic
def _invite_outsider(
    course: "Course", email: str, by_id: int, cohort_id: int | None, message: str, language: str
) -> None:
    """Ask somebody to join organization and course at once; the second invitation takes the place of the first."""
    _require_published(course)
    cohort_to_enter(course, cohort_id)
    open_ones = invitations(organization_id=course.organization_id, status=Invitation.Status.SENT)
    for old in open_ones.filter(email=email, purpose=PURPOSE):
        if old.facts.get("course_id") == course.pk:
            revoke_invitation(invitation_id=old.pk, revoked_by=by_id)
    invite_person(
        email=email,
        organization_id=course.organization_id,
        invited_by=by_id,
        roles=("learner",),
        purpose=PURPOSE,
        language=language,
        facts={
            "course": clean_line(course.title),
            "course_id": course.pk,
            "cohort_id": cohort_id,
            "message": message or "–",
        },
    )


def join_course(invitation: Invitation, user: User) -> None:
    """What accepting means: a seat, a place in line, or else the open door. Runs in the transaction of the acceptance."""
    facts = invitation.facts
    entry = {
        "course_id": int(facts["course_id"]),
        "learner_id": user.pk,
        "by_id": invitation.invited_by_id or user.pk,
        "cohort_id": facts.get("cohort_id"),
    }
    try:
        with transaction.atomic():
            enroll_learner(source=Enrollment.Source.INVITATION, **entry)
    except CourseFull:
        invite_learner(**entry)
    except Problem:
        # The course is gone, or they are in it by another way: the account is worth having all the same.
        return


register_acceptance(PURPOSE, join_course)
