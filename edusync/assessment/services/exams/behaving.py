"""Ways of writing an exam, kept when a candidate is done and compared when there are enough of them.

What comes of it marks sessions for a person to look at, ranks them and says why. It changes no state, no mark and no
verdict, and candidates are not told. Only who agreed to a text that says so is compared.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from edusync.assessment.behavior.comparing import Answer, Compared, Writer, compare
from edusync.assessment.models import (
    AttemptEvent,
    Exam,
    ExamBehavior,
    ProctorEvent,
    ProctorSession,
    QuizAnswer,
    QuizAttempt,
    QuizSlot,
)
from edusync.assessment.quiz_terms import accommodations_of
from edusync.kernel import clock
from edusync.kernel.tenancy import organization_context

# Beyond this the newest are compared with each other.
MOST_PEOPLE = 2_000
# Being away longer than this between two looks is not known better.
LONGEST_AWAY_SECONDS = 3_600


def keep_behavior(session: ProctorSession) -> ExamBehavior | None:
    """Keep how the candidate wrote, to be compared; None where the exam or the consent does not allow it.

    Repeating it keeps it anew.
    """
    exam = session.exam
    if not (exam.is_behavior_compared and session.is_comparing_agreed) or session.attempt_id is None:
        return None
    attempt = QuizAttempt.unscoped.select_related("quiz__lesson").get(pk=session.attempt_id)
    values = {
        "organization_id": session.organization_id,
        "exam": exam,
        "paces": _paces(attempt),
        "measures": _measures(session, attempt),
        "has_more_time": _has_more_time(attempt),
        "compared_at": None,
    }
    row, _ = ExamBehavior.unscoped.update_or_create(session=session, defaults=values)
    return row


def _paces(attempt: QuizAttempt) -> list[list[Any]]:
    """`[version, number, seconds, is_right]` of each question, in the order of the sheet. Three queries."""
    slots = QuizSlot.objects.filter(quiz_id=attempt.quiz_id, edition=attempt.edition).order_by("position")
    versions = list(slots.values_list("pk", "question_version_id"))
    right = dict(
        QuizAnswer.objects.filter(attempt=attempt, answered_at__isnull=False).values_list(
            "slot_id", "is_correct"
        )
    )
    seconds = _seconds(attempt)
    return [
        [version, number, seconds.get(slot_id), right.get(slot_id, False)]
        for number, (slot_id, version) in enumerate(versions, start=1)
        if slot_id in right
    ]


def _seconds(attempt: QuizAttempt) -> dict[int, float]:
    """Seconds between two first answers of different questions: all there was to read and to solve the second."""
    rows = AttemptEvent.unscoped.filter(attempt=attempt, kind=AttemptEvent.Kind.ANSWER, slot__isnull=False)
    found: dict[int, float] = {}
    last = attempt.started_at
    for slot_id, answered_at in rows.order_by("answered_at", "id").values_list("slot_id", "answered_at"):
        if slot_id not in found:
            found[slot_id] = max(0.0, (answered_at - last).total_seconds())
        last = max(last, answered_at)
    return found


def _measures(session: ProctorSession, attempt: QuizAttempt) -> dict[str, float]:
    ended = attempt.submitted_at or clock.now()
    length = max(60.0, (ended - attempt.started_at).total_seconds())
    away, likeness = 0.0, 0.0
    rows = ProctorEvent.unscoped.filter(session=session, kind__in=("focus_back", "similar_answers"))
    for kind, facts in rows.values_list("kind", "facts"):
        if kind == "focus_back":
            away += min(LONGEST_AWAY_SECONDS, float(facts.get("seconds") or 0))
        else:
            same, different = int(facts.get("same_wrong") or 0), int(facts.get("different") or 0)
            likeness = max(likeness, same / max(1, different))
    counts = session.counts
    return {
        "away_share": round(min(1.0, away / length), 4),
        "pastes": float(counts.get("paste", 0) + counts.get("copy", 0)),
        "likeness": round(likeness, 3),
        "devices": float(counts.get("second_device", 0)),
    }


def _has_more_time(attempt: QuizAttempt) -> bool:
    """Whether they were granted more time than others: by an accommodation, or by an invigilator."""
    granted = accommodations_of(attempt.quiz, enrollment_id=attempt.enrollment_id)
    if any(one.extra_time_percent for one in granted):
        return True
    return ProctorEvent.unscoped.filter(session__attempt=attempt, kind="time_added").exists()


def compare_waiting(*, limit: int = 20) -> int:
    """Compare the exams in which somebody is done since the last time; how many exams. Of all organizations."""
    waiting = ExamBehavior.unscoped.filter(compared_at__isnull=True, exam__is_behavior_compared=True)
    exams = waiting.values_list("exam_id", "organization_id").distinct().order_by("exam_id")[:limit]
    for exam_id, organization_id in list(exams):
        with organization_context(organization_id):
            compare_exam(exam_id)
    return len(exams)


@transaction.atomic
def compare_exam(exam_id: int) -> int:
    """Compare everybody who wrote an exam; how many. Too few: each is told apart from nobody, and waits for more."""
    Exam.unscoped.select_for_update().get(pk=exam_id)
    rows = list(ExamBehavior.unscoped.filter(exam_id=exam_id).order_by("-id")[:MOST_PEOPLE])
    # Of several tries of one person each stands for itself.
    now = clock.now()
    _put(rows, compare([writer_of(row) for row in rows]), now)
    if rows:
        # Older ones stand aside for good, or this exam would be compared again and again for them.
        aside = ExamBehavior.unscoped.filter(exam_id=exam_id, pk__lt=rows[-1].pk, compared_at__isnull=True)
        aside.update(compared_at=now, updated_at=now)
    return len(rows)


def writer_of(row: ExamBehavior) -> Writer:
    """What is kept about one candidate, as the comparison reads it."""
    answers = [Answer(version, number, seconds, is_right) for version, number, seconds, is_right in row.paces]
    return Writer(answers, row.measures, has_more_time=row.has_more_time)


def _put(rows: Sequence[ExamBehavior], found: Iterable[Compared], now: dt.datetime) -> None:
    results = list(found)
    for number, row in enumerate(rows):
        one = results[number] if results else None
        row.distance = None if one is None else round(one.squared, 3)
        row.is_marked = one is not None and one.is_marked
        row.reasons = {} if one is None else {"measures": one.measures, "answers": one.answers}
        row.compared, row.compared_at, row.updated_at = len(rows), now, now
    ExamBehavior.unscoped.bulk_update(
        rows, ["distance", "is_marked", "reasons", "compared", "compared_at", "updated_at"], batch_size=200
    )
