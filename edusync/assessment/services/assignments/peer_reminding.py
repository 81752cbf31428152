"""Reminding learners of reviews, and opening reviews when their time has come."""

import datetime as dt

from django.db import transaction

from edusync.assessment.events import PeerReviewsDue
from edusync.assessment.models import PeerPlan, PeerReview
from edusync.assessment.services.assignments.peer_planning import allocate_reviews
from edusync.kernel import clock
from edusync.kernel.events import publish
from edusync.kernel.tenancy import organization_context

AHEAD = dt.timedelta(hours=24)
# Whoever was reminded is left in peace so long.
PAUSE = dt.timedelta(hours=20)


@transaction.atomic
def remind_reviewers(*, plan: PeerPlan) -> int:
    """Announce whose reviews are missing; returns how many learners that are. Nobody twice within 20 hours."""
    now = clock.now()
    rows = PeerReview.objects.select_for_update().filter(plan=plan, submitted_at=None)
    late = [row for row in rows if row.reminded_at is None or row.reminded_at < now - PAUSE]
    if not late:
        return 0
    PeerReview.objects.filter(pk__in=[row.pk for row in late]).update(reminded_at=now)
    ids = sorted({row.reviewer_id for row in late})
    publish(PeerReviewsDue(plan.assignment_id, ids, now), needs_listener=True)
    return len(ids)


def tend_peer_reviews() -> None:
    """Give works out whose opening has come, and remind a day before reviews are due."""
    now = clock.now()
    for plan in PeerPlan.unscoped.filter(allocated_at=None, opens_at__lte=now).order_by("id"):
        with organization_context(plan.organization_id):
            allocate_reviews(plan=plan, by_id=None)
    soon = PeerPlan.unscoped.filter(allocated_at__isnull=False, due_at__gt=now, due_at__lte=now + AHEAD)
    for plan in soon.order_by("id"):
        with organization_context(plan.organization_id):
            remind_reviewers(plan=plan)
