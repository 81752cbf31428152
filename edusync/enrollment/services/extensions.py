"""More time for one person."""

import datetime

from django.db import transaction

from edusync.enrollment.models import Enrollment, EnrollmentExtension
from edusync.enrollment.problems import EnrollmentStateConflict
from edusync.enrollment.services.changing import locked_with_course
from edusync.enrollment.services.dates import follow_dates
from edusync.enrollment.states import ENDED
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.transactions import retry_deadlocks


@retry_deadlocks
@transaction.atomic
def grant_extension(
    *, enrollment: Enrollment, kind: str, until: datetime.datetime | None, by: Actor, reason: str = ""
) -> EnrollmentExtension:
    """Let the due date or the access of one learner end at another instant, or never (None). The latest word counts.

    Raises ValidationProblem (in the past), EnrollmentStateConflict (the enrollment has ended).
    """
    if until is not None and until <= clock.now():
        raise ValidationProblem(errors=[FieldError("/until", "in-the-past", "The date is over already.")])
    course, row = locked_with_course(enrollment)
    if row.status in ENDED:
        raise EnrollmentStateConflict(enrollment_status=row.status)
    extension: EnrollmentExtension = EnrollmentExtension.objects.create(
        enrollment=row, kind=kind, until=until, reason=reason, granted_by_id=by.user_id
    )
    follow_dates(enrollment=row, course=course)
    audit.record(
        "enrollment.extension.granted",
        actor=by,
        target=("enrollment", row.pk),
        facts={
            "course_id": row.course_id,
            "kind": kind,
            "until": until.isoformat() if until else None,
            "reason": reason,
        },
        subject_id=row.learner_id,
    )
    return extension
