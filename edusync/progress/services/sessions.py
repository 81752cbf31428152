"""Ends of learning sessions."""

import datetime

from django.db.models import F

from edusync.kernel import clock
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
