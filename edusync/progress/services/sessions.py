"""Learning sessions: their end, and what of them is taken back."""

import datetime

from django.db import transaction
from django.db.models import F, Q

from edusync.kernel import audit, clock
from edusync.kernel.transactions import retry_deadlocks
from edusync.progress.models import LearningSession

# Silence after which a session is over: it ended with its last sign of life.
SILENCE = datetime.timedelta(minutes=30)


def close_stale_sessions() -> int:
    """End the sessions of all organizations that have been silent for half an hour; returns how many.

    A beat that comes after all (kept on the device, or the same sitting goes on) opens its session again.
    """
    now = clock.now()
    rows = LearningSession.unscoped.filter(ended_at__isnull=True, last_seen_at__lt=now - SILENCE)
    return int(rows.update(ended_at=F("last_seen_at"), updated_at=now))


@retry_deadlocks
@transaction.atomic
def erase_session_details(*, learner_id: int) -> int:
    """Take the details out of a person's sessions, in all organizations; returns of how many. Their own wish.

    The times stay: progress, hours and days are counted from them. Attention leaves the engagement scores.
    """
    rows = LearningSession.unscoped.filter(
        ~Q(device_type=LearningSession.Device.UNKNOWN)
        | ~Q(user_agent="")
        | ~Q(address="")
        | Q(focus_seconds__gt=0)
        | Q(idle_seconds__gt=0)
        | Q(interactions__gt=0),
        enrollment__learner_id=learner_id,
    )
    # By ids: the condition looks into another table, and the rows are locked in one order.
    ids = list(rows.order_by("id").values_list("id", flat=True))
    LearningSession.unscoped.filter(pk__in=ids).update(
        device_type=LearningSession.Device.UNKNOWN,
        user_agent="",
        address="",
        focus_seconds=0,
        idle_seconds=0,
        interactions=0,
        updated_at=clock.now(),
    )
    if ids:
        audit.record(
            "progress.details.erased",
            actor=learner_id,
            target=("user", learner_id),
            facts={"sessions": len(ids)},
        )
    return len(ids)
