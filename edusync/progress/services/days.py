"""Learning days beyond their seconds: how many lessons were completed on them, and what a rebuild makes of them."""

import datetime
from collections import Counter
from collections.abc import Mapping

from edusync.progress.models import LearningDay, LessonProgress

# The job looks back so far; a rebuild looks at everything.
RECENT = datetime.timedelta(days=2)


def follow_days(
    *,
    learners: Mapping[int, datetime.tzinfo],
    now: datetime.datetime,
    since: datetime.timedelta | None = RECENT,
) -> None:
    """Count the lessons that these people completed on each day of their calendar; `since` None: on all days."""
    facts = LessonProgress.unscoped.filter(
        enrollment__learner_id__in=list(learners), completed_at__isnull=False
    )
    days = LearningDay.unscoped.filter(learner_id__in=list(learners))
    if since is not None:
        facts = facts.filter(completed_at__gte=now - since - datetime.timedelta(days=1))
        days = days.filter(day__gte=(now - since).date())
    counted: Counter[tuple[int, datetime.date]] = Counter()
    homes: dict[tuple[int, datetime.date], int] = {}
    for learner_id, organization_id, at in facts.values_list(
        "enrollment__learner_id", "organization_id", "completed_at"
    ):
        key = (learner_id, at.astimezone(learners[learner_id]).date())
        counted[key] += 1
        homes[key] = organization_id
    known = {(row.learner_id, row.day): row for row in days}
    earliest = (now - since).date() if since is not None else datetime.date.min
    _write(counted, homes, known, earliest)


def _write(
    counted: Counter[tuple[int, datetime.date]],
    homes: Mapping[tuple[int, datetime.date], int],
    known: Mapping[tuple[int, datetime.date], LearningDay],
    earliest: datetime.date,
) -> None:
    for key, row in known.items():
        if row.lessons_completed != counted[key]:
            # Seconds are the trigger's: only the other column is written.
            LearningDay.unscoped.filter(pk=row.pk).update(lessons_completed=counted[key])
    LearningDay.unscoped.bulk_create(
        [
            LearningDay(organization_id=homes[key], learner_id=key[0], day=key[1], lessons_completed=number)
            for key, number in counted.items()
            if key not in known and key[1] >= earliest
        ],
        ignore_conflicts=True,
    )
