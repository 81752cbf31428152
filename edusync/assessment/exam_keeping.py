"""How long exams keep what they know about candidates: pictures go after the verdict, the log after a year."""

import datetime as dt
from typing import Any

from django.db import transaction

from edusync.assessment.models import ExamBehavior, ProctorEvent, ProctorSession
from edusync.assessment.services.exams.checking_in import drop_picture
from edusync.kernel import clock
from edusync.kernel.personal_data import Subject
from edusync.kernel.retention import RetentionKind, register_retention
from edusync.kernel.tenancy import organization_context

OVER = (ProctorSession.State.ENDED, ProctorSession.State.DECIDED)


def drop_old_pictures(*, limit: int = 200) -> int:
    """Delete pictures that stayed as long after the verdict as their exam says; how many.

    Where nothing asks for a verdict, the end of the exam counts. Pictures that wait for one stay until it is given, or
    until retention takes them.
    """
    now, gone = clock.now(), 0
    rows = ProctorSession.unscoped.filter(picture__isnull=False, state__in=OVER)
    for session in rows.select_related("exam", "picture").order_by("id").iterator(chunk_size=200):
        since = session.verdict_at or session.updated_at
        if since + dt.timedelta(days=session.exam.picture_days) > now:
            continue
        with organization_context(session.organization_id), transaction.atomic():
            gone += drop_picture(session)
        if gone >= limit:
            break
    return gone


def old_pictures(cutoff: Any, organization_id: int) -> Any:
    """Sessions before the cutoff that still have a picture."""
    return ProctorSession.unscoped.filter(
        organization_id=organization_id, created_at__lt=cutoff, picture__isnull=False
    )


def remove_pictures(batch: Any) -> int:
    """Take the pictures away."""
    return sum(drop_picture(session) for session in batch.select_related("picture"))


def old_events(cutoff: Any, organization_id: int) -> Any:
    """What was noticed before the cutoff; the trigger lets go what is older than half a year."""
    return ProctorEvent.unscoped.filter(organization_id=organization_id, received_at__lt=cutoff)


def old_behavior(cutoff: Any, organization_id: int) -> Any:
    """What comparisons before the cutoff kept and found."""
    return ExamBehavior.unscoped.filter(organization_id=organization_id, created_at__lt=cutoff)


def erase_pictures(subject: Subject) -> int:
    """Delete the pictures of one candidate and what they said about themselves; how many sessions there were."""
    rows = ProctorSession.unscoped.filter(enrollment__learner_id=subject.user_id)
    if not subject.is_account_included:
        rows = rows.filter(organization_id=subject.organization_id)
    for session in rows.filter(picture__isnull=False).select_related("picture"):
        drop_picture(session)
    return rows.update(statement="")


register_retention(
    RetentionKind(
        "assessment.exam_pictures",
        "Pictures of exam candidates that nobody decided about",
        180,
        old_pictures,
        remove=remove_pictures,
        person="enrollment__learner_id",
    ),
    RetentionKind(
        "assessment.exam_behavior",
        "Ways of writing that were compared after exams",
        365,
        old_behavior,
        person="session__enrollment__learner_id",
    ),
    RetentionKind(
        "assessment.exam_events",
        "What was noticed during exams",
        365,
        old_events,
        minimum_days=181,
        person="session__enrollment__learner_id",
    ),
)
