"""Counting what is new: each first attempt once, and again when it was scored anew."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from edusync.assessment.doctor.answer_names import MOST_WRITTEN, OTHERS, WRITTEN, answer_names
from edusync.assessment.doctor.entries import Entry, Item, entry_from, renamed
from edusync.assessment.doctor.storing import store_sums
from edusync.assessment.doctor.sums import QuizSums
from edusync.assessment.doctor.timing import step_of
from edusync.assessment.models import (
    AttemptEvent,
    ItemChoice,
    ItemTally,
    Quiz,
    QuizAnswer,
    QuizAttempt,
    QuizStatistic,
)
from edusync.enrollment.queries.grouping import groups_of_enrollments
from edusync.kernel.transactions import retry_deadlocks

BATCH = 200
# Beyond that, sums of squares might not fit into their columns.
MOST_POINTS = 100_000


def count_waiting(*, quiz_id: int | None = None, limit: int = 5000) -> int:
    """Count up to `limit` attempts that wait, of one quiz or of all; returns how many were counted."""
    counted = 0
    while counted < limit:
        waiting = ItemTally.objects.filter(is_waiting=True)
        if quiz_id is not None:
            waiting = waiting.filter(quiz_id=quiz_id)
        batch = list(waiting.order_by("id").values_list("id", "quiz_id")[: min(BATCH, limit - counted)])
        if not batch:
            break
        for quiz in sorted({found for _, found in batch}):
            _count_batch(quiz, [pk for pk, found in batch if found == quiz])
        counted += len(batch)
    return counted


def list_earlier_attempts(*, limit: int = 20) -> int:
    """Let the first attempts at quizzes that were never counted wait; returns how many quizzes were begun."""
    asked = QuizAttempt.unscoped.filter(state=QuizAttempt.State.SUBMITTED, number=1)
    quizzes = list(
        Quiz.unscoped.filter(statistic=None, pk__in=asked.values("quiz_id")).order_by("pk")[:limit]
    )
    for quiz in quizzes:
        _begin(quiz)
    return len(quizzes)


@transaction.atomic
def _begin(quiz: Quiz) -> None:
    # What was submitted meanwhile waits already, by the trigger.
    QuizStatistic.unscoped.get_or_create(quiz=quiz, defaults={"organization_id": quiz.organization_id})
    present = ItemTally.objects.filter(quiz=quiz).values("attempt_id")
    earlier = QuizAttempt.unscoped.filter(
        quiz=quiz, state=QuizAttempt.State.SUBMITTED, number=1, needs_marking=0
    ).exclude(pk__in=present)
    ids = list(earlier.order_by("pk").values_list("pk", flat=True))
    ItemTally.objects.bulk_create(
        (ItemTally(attempt_id=pk, quiz=quiz) for pk in ids), batch_size=500, ignore_conflicts=True
    )


@retry_deadlocks
@transaction.atomic
def _count_batch(quiz_id: int, tally_ids: Sequence[int]) -> None:
    """One quiz's attempts of a batch. The row of the quiz is locked: two workers never count the same attempt."""
    organization_id = Quiz.unscoped.values_list("organization_id", flat=True).get(pk=quiz_id)
    QuizStatistic.unscoped.get_or_create(quiz_id=quiz_id, defaults={"organization_id": organization_id})
    statistic = QuizStatistic.unscoped.select_for_update().get(quiz_id=quiz_id)
    rows = list(ItemTally.objects.filter(pk__in=tally_ids, is_waiting=True).order_by("id"))
    fresh = _limited(quiz_id, read_entries([row.attempt_id for row in rows]))
    sums = QuizSums()
    for row in rows:
        sums.add(entry_from(row.counted), -1)
        entry = fresh.get(row.attempt_id, Entry(()))
        sums.add(entry)
        row.counted, row.is_waiting = entry.as_json(), False
    store_sums(statistic, sums)
    ItemTally.objects.bulk_update(rows, ["counted", "is_waiting"], batch_size=100)


def _limited(quiz_id: int, read: dict[int, tuple[Entry, set[int]]]) -> dict[int, Entry]:
    """The entries with no more different written answers per item than are worth keeping."""
    written = {version_id for _, found in read.values() for version_id in found}
    known: dict[int, set[str]] = defaultdict(set)
    if written:
        rows = ItemChoice.objects.filter(item__quiz_id=quiz_id, item__question_version_id__in=written)
        for version_id, name in rows.values_list("item__question_version_id", "name"):
            known[version_id].add(name)
    return {
        attempt_id: renamed(entry, known, written, MOST_WRITTEN, OTHERS)
        for attempt_id, (entry, _) in sorted(read.items())
    }


def read_entries(attempt_ids: Collection[int]) -> dict[int, tuple[Entry, set[int]]]:
    """What these attempts put into the sums, each with the wordings that were answered in writing. Five queries."""
    attempts = {
        pk: (started_at, enrollment_id)
        for pk, started_at, enrollment_id, points in QuizAttempt.unscoped.filter(
            pk__in=list(attempt_ids), state=QuizAttempt.State.SUBMITTED, needs_marking=0
        ).values_list("pk", "started_at", "enrollment_id", "max_points")
        if points <= MOST_POINTS
    }
    groups = groups_of_enrollments({enrollment_id for _, enrollment_id in attempts.values()})
    seconds = _seconds({pk: started_at for pk, (started_at, _) in attempts.items()})
    items: dict[int, list[Item]] = defaultdict(list)
    written: dict[int, set[int]] = defaultdict(set)
    for attempt_id, slot_id, kind, item in _items(list(attempts)):
        spent = seconds.get((attempt_id, slot_id))
        step = -1 if spent is None else step_of(spent)
        items[attempt_id].append(replace(item, step=step))
        if kind in WRITTEN:
            written[attempt_id].add(item.version_id)
    return {
        pk: (Entry(tuple(items[pk]), tuple(groups.get(enrollment_id, ()))), written[pk])
        for pk, (_, enrollment_id) in attempts.items()
    }


def _items(attempt_ids: list[int]) -> Any:
    rows = (
        QuizAnswer.objects.filter(attempt_id__in=attempt_ids)
        .order_by("attempt_id", "slot_id")
        .values_list(
            "attempt_id",
            "slot_id",
            "slot__question_version_id",
            "slot__question_version__question__kind",
            "slot__points",
            "points",
            "is_correct",
            "answered_at",
            "response",
        )
    )
    for attempt_id, slot_id, version_id, kind, best, points, is_right, answered_at, response in rows:
        if kind == "description":
            continue
        is_empty = answered_at is None or not response
        names = () if is_empty else tuple(answer_names(kind, response))
        own = round((points or 0) * 1000)
        yield (
            attempt_id,
            slot_id,
            kind,
            Item(version_id, own, round(best * 1000), bool(is_right), is_empty, names),
        )


def _seconds(started: dict[int, datetime]) -> dict[tuple[int, int], float]:
    """Time per attempt and slot: from one answer to the next, by what devices say. One query."""
    spent: dict[tuple[int, int], float] = defaultdict(float)
    last = dict(started)
    rows = AttemptEvent.unscoped.filter(attempt_id__in=list(started), kind=AttemptEvent.Kind.ANSWER)
    for attempt_id, slot_id, answered_at in rows.order_by("attempt_id", "answered_at", "id").values_list(
        "attempt_id", "slot_id", "answered_at"
    ):
        spent[(attempt_id, slot_id or 0)] += max(0.0, (answered_at - last[attempt_id]).total_seconds())
        last[attempt_id] = answered_at
    return spent


def waiting_count(quiz_id: int) -> int:
    """How many first attempts at a quiz are not counted yet."""
    count: int = ItemTally.objects.filter(is_waiting=True, quiz_id=quiz_id).count()
    return count
