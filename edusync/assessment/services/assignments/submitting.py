"""Handing in: what stands in the draft becomes a try, for the learner or for the whole group."""

import datetime as dt
import hashlib
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F

from edusync.assessment.assignment_dates import dates_of
from edusync.assessment.events import WorkSubmitted
from edusync.assessment.models import Assignment, Submission, SubmissionFile
from edusync.assessment.problems import NoLearnerGroup, NothingHandedIn, SubmissionsUsedUp
from edusync.assessment.services.assignments.drafts import (
    copy_files,
    extension_of,
    free_alias,
    may_try_again,
    require_open,
    tries_of,
)
from edusync.enrollment.models import Enrollment, LearnerGroup
from edusync.enrollment.queries import locked_enrollment, newest_group_of, working_members_of
from edusync.kernel import clock
from edusync.kernel.events import publish
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.transactions import retry_deadlocks
from edusync.progress.services import complete_lesson

OPEN_STATUSES = frozenset({"active", "completed"})


@retry_deadlocks
@transaction.atomic
def submit_work(*, assignment: Assignment, enrollment: Enrollment) -> Submission:
    """Hand in the draft. In group work all members of the learner's group hand in with it.

    Raises AssignmentNotOpen, AssignmentClosed, NothingHandedIn, NoLearnerGroup, ValidationProblem.
    """
    locked_enrollment(enrollment.pk)
    draft = next(
        (row for row in tries_of(assignment, enrollment) if row.state == Submission.State.DRAFT), None
    )
    if draft is None:
        raise NothingHandedIn
    require_open(assignment, enrollment)
    draft.assignment, draft.enrollment = assignment, enrollment
    _keep_what_is_asked(draft)
    group = group_of(assignment, enrollment)
    now = clock.now()
    _hand_in(draft, group, now)
    if group is not None:
        for member in other_members(group, enrollment):
            _hand_in(_same_for(member, draft), group, now)
    return draft


def group_of(assignment: Assignment, enrollment: Enrollment) -> LearnerGroup | None:
    """The group the learner hands in with; None where everybody works alone. Raises NoLearnerGroup."""
    if not assignment.is_group_work:
        return None
    group = newest_group_of(enrollment)
    if group is None:
        raise NoLearnerGroup
    return group


def other_members(group: LearnerGroup, enrollment: Enrollment) -> list[Enrollment]:
    """The others of a group who take the course."""
    return list(working_members_of(group).exclude(pk=enrollment.pk).order_by("id"))


def _keep_what_is_asked(draft: Submission) -> None:
    """Drop what the assignment does not take (it changed meanwhile); raise unless something is left."""
    assignment = draft.assignment
    draft.text = draft.text if assignment.accepts_text else ""
    draft.url = draft.url if assignment.accepts_url else ""
    if draft.url and urlsplit(draft.url).scheme not in ("http", "https"):
        error = FieldError("/url", "not-an-address", "An address that begins with https://.")
        raise ValidationProblem(errors=[error])
    has_files = SubmissionFile.objects.filter(submission=draft, file__isnull=False).exists()
    if not (draft.text.strip() or draft.url or has_files):
        raise NothingHandedIn


def _hand_in(draft: Submission, group: LearnerGroup | None, now: dt.datetime) -> None:
    assignment, enrollment = draft.assignment, draft.enrollment
    late = dates_of(assignment, extension_of(assignment, enrollment)).late_seconds(now)
    others = Submission.objects.filter(assignment=assignment, enrollment=enrollment).exclude(pk=draft.pk)
    others.filter(is_current=True).update(is_current=False)
    draft.state = Submission.State.LATE if late else Submission.State.SUBMITTED
    draft.submitted_at = draft.saved_at = now
    draft.late_seconds, draft.is_current, draft.group = late, True, group
    draft.max_points, draft.digest = assignment.points, digest_of(draft)
    draft.row_version += 1
    draft.save()
    if assignment.completes_on == Assignment.CompletesOn.SUBMITTED and enrollment.status in OPEN_STATUSES:
        complete_lesson(enrollment=enrollment, lesson=assignment.lesson, method="manual")
    publish(
        WorkSubmitted(submission_id=draft.pk, assignment_id=assignment.pk, enrollment_id=enrollment.pk),
        needs_listener=True,
    )


def digest_of(submission: Submission) -> str:
    """SHA-256 over text, address and files, so that a receipt proves what was handed in."""
    digest = hashlib.sha256(f"{submission.text}\0{submission.url}\0".encode())
    rows = SubmissionFile.objects.filter(submission=submission).order_by("position")
    for name, sha256 in rows.values_list("name", "file__sha256"):
        digest.update(f"{name}\0{sha256}\0".encode())
    return digest.hexdigest()


def _same_for(member: Enrollment, draft: Submission) -> Submission:
    """The group's work as a row of another member. What the member drafted alone stays as the next try."""
    assignment = draft.assignment
    locked_enrollment(member.pk)
    tries = tries_of(assignment, member)
    handed_in = [row for row in tries if row.submitted_at is not None]
    if not may_try_again(assignment, handed_in):
        raise SubmissionsUsedUp
    number = handed_in[0].number + 1 if handed_in else 1
    Submission.objects.filter(assignment=assignment, enrollment=member, state=Submission.State.DRAFT).update(
        number=F("number") + 1, is_current=False
    )
    row = Submission(
        organization_id=assignment.organization_id,
        assignment=assignment,
        enrollment=member,
        number=number,
        is_current=False,
        alias_number=free_alias(assignment),
        text=draft.text,
        url=draft.url,
        saved_at=draft.saved_at,
        max_points=assignment.points,
    )
    # Saved as a draft of its own for a moment would break the rule of one draft: it comes in as handed in.
    row.state, row.submitted_at = Submission.State.SUBMITTED, draft.submitted_at
    row.save(force_insert=True)
    copy_files(draft, row)
    return row
