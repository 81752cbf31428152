"""Writes engagement scores: of what changed by a periodic job, of all on command."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from edusync.enrollment import queries as enrollments
from edusync.kernel import clock
from edusync.kernel.transactions import retry_deadlocks
from edusync.progress.engagement import FORMULA_VERSION, EngagementParts, parts_of
from edusync.progress.engagement_facts import Scored, due_enrollment_ids, scored
from edusync.progress.models import Engagement
from edusync.progress.services.days import follow_days

BATCH = 200
# What one run of the job takes on in one organization; the rest waits for the next.
LIMIT = 2_000
PARTS = ("score", "regularity", "pace", "attention", "practice", "formula_version", "computed_at")


def follow_engagement() -> int:
    """Score the enrollments of the organization that need it; returns how many."""
    return _score_all(due_enrollment_ids(now=clock.now(), course_id=None, limit=LIMIT, after_id=0))


def rebuild_engagement(*, course_id: int | None = None) -> int:
    """Score all open enrollments of the organization, or of one course, anew; returns how many."""
    return _score_all(due_enrollment_ids(now=clock.now(), course_id=course_id, limit=0, after_id=0))


def _score_all(ids: Sequence[int]) -> int:
    for place in range(0, len(ids), BATCH):
        _score(ids[place : place + BATCH])
    return len(ids)


@retry_deadlocks
@transaction.atomic
def _score(ids: Sequence[int]) -> None:
    now = clock.now()
    found = scored(ids, now=now)
    parts = {each.enrollment_id: parts_of(each.facts) for each in found}
    _write_scores(found, parts, now)
    rows = list(enrollments.enrollments_by_id(ids).only("pk", "engagement_score").order_by("pk"))
    changed = [row for row in rows if row.pk in parts and row.engagement_score != parts[row.pk].score]
    for row in changed:
        row.engagement_score = parts[row.pk].score
    if changed:
        type(changed[0]).objects.bulk_update(changed, ["engagement_score"])
    follow_days(learners={each.learner_id: each.zone for each in found}, now=now)


def _write_scores(found: Iterable[Scored], parts: dict[int, EngagementParts], now: datetime.datetime) -> None:
    known = {row.enrollment_id: row for row in Engagement.objects.filter(enrollment_id__in=list(parts))}
    fresh = []
    for each in found:
        values = _values(parts[each.enrollment_id], now)
        row = known.get(each.enrollment_id)
        if row is None:
            fresh.append(
                Engagement(organization_id=each.organization_id, enrollment_id=each.enrollment_id, **values)
            )
        else:
            for name, value in values.items():
                setattr(row, name, value)
    Engagement.objects.bulk_update(known.values(), PARTS)
    Engagement.objects.bulk_create(fresh)


def _values(parts: EngagementParts, now: datetime.datetime) -> dict[str, Any]:
    return {
        "score": parts.score,
        "regularity": parts.regularity,
        "pace": parts.pace,
        "attention": parts.attention,
        "practice": parts.practice,
        "formula_version": FORMULA_VERSION,
        "computed_at": now,
    }
