"""More time for one learner in one assignment."""

import datetime as dt

from django.db import transaction

from edusync.assessment.assignment_content import fault
from edusync.assessment.models import Assignment, AssignmentExtension
from edusync.enrollment.models import Enrollment
from edusync.kernel import audit


@transaction.atomic
def grant_extension(
    *, assignment: Assignment, enrollment: Enrollment, due_at: dt.datetime, reason: str, by_id: int
) -> AssignmentExtension:
    """Let the learner hand in until then; a later one stands instead of the one before. Raises ValidationProblem."""
    if enrollment.course_id != assignment.course_id:
        raise fault("/enrollment", "other-course", "The learner takes another course.")
    if assignment.opens_at is not None and due_at < assignment.opens_at:
        raise fault("/due_at", "before-opening", "Work cannot be due before it may be handed in.")
    values = {"due_at": due_at, "reason": reason, "granted_by_id": by_id}
    row, _ = AssignmentExtension.objects.update_or_create(
        assignment=assignment,
        enrollment=enrollment,
        defaults={**values, "organization_id": assignment.organization_id},
    )
    audit.record(
        "assessment.extension.granted",
        actor=by_id,
        target=("assignment", assignment.pk),
        facts={"due_at": due_at.isoformat()},
        subject_id=enrollment.learner_id,
    )
    return row


@transaction.atomic
def drop_extension(*, extension: AssignmentExtension, by_id: int) -> None:
    """The learner's due date is everybody's again. What came in meanwhile stays as it was taken."""
    audit.record(
        "assessment.extension.withdrawn",
        actor=by_id,
        target=("assignment", extension.assignment_id),
        subject_id=extension.enrollment.learner_id,
    )
    extension.delete()
