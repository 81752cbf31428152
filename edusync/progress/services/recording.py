"""Records what a learner does in a lesson; all sums follow in the same transaction."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce, Greatest

from edusync.kernel import clock
from edusync.kernel.transactions import retry_deadlocks
from edusync.progress.models import LessonProgress
from edusync.progress.problems import CompletionNeedsScore
from edusync.progress.queries import LessonTarget, lesson_target
from edusync.progress.services.locking import OPEN, lock_with_progress
from edusync.progress.services.rollup import roll_up, save_sums
from edusync.progress.services.watching import note_watched

if TYPE_CHECKING:
    from edusync.enrollment.models import Enrollment

State = LessonProgress.State
Method = LessonProgress.Method
MAX_SECONDS_PER_CALL = 120
# A late timer or a slow network must not cost the learner time: so many seconds more than the clock showed count.
SLACK_SECONDS = 15


@retry_deadlocks
@transaction.atomic
def record_view(
    *,
    enrollment: "Enrollment",
    lesson: Any,
    seconds: int = 0,
    position_seconds: int | None = None,
    watched_share: int | None = None,
    watched: Sequence[Sequence[float]] | None = None,
) -> LessonProgress:
    """Record that the learner is in the lesson; completes it when its rule says so.

    `seconds` since the last call: at most 120 count, and no more than really passed (plus 15 of slack).
    `position_seconds` is the place in the video, `watched_share` 0 to 100, `watched` the stretches seen since, as
    [from, to] in seconds; where seeking is locked only they count. Raises EnrollmentClosed.
    """
    target = as_target(lesson)
    row, progress = lock_with_progress(enrollment, target.id)
    now = clock.now()
    accepted = accepted_seconds(seconds, progress.last_viewed_at if progress else None, now)
    progress = progress or begun(row, target.id, now)
    since = progress.last_viewed_at or progress.started_at
    _note_view(progress, accepted, position_seconds, None if target.is_seek_locked else watched_share, now)
    if watched:
        note_watched(
            progress,
            watched,
            duration_seconds=target.video_duration_seconds,
            is_seek_locked=target.is_seek_locked,
            since=since,
            now=now,
        )
    is_completed = progress.state == State.STARTED and _is_reached(target, progress)
    if is_completed:
        _mark(progress, target.completion, now)
    progress.save()
    _note_presence(row, target.id, accepted, now)
    fields = ["last_lesson", "last_access_at", "seconds", "week_starts_on", "week_seconds"]
    if is_completed:
        roll_up(row, module_id=target.module_id)
        save_sums(row, *fields)
    else:
        row.save(update_fields=[*fields, "updated_at"])
    hand_back(enrollment, row)
    return progress


@retry_deadlocks
@transaction.atomic
def complete_lesson(
    *,
    enrollment: "Enrollment",
    lesson: Any,
    method: str,
    score: Decimal | None = None,
    is_locked: bool = False,
    is_begun: bool = True,
) -> None:
    """Mark the lesson completed. `score` in percent is kept if it is the best so far.

    With method "score" the lesson's own value decides: below it only the score is noted. `is_locked`: the caller
    holds the enrollment's row lock and hands in the row as it is now; if it also knows that the lesson was never
    begun, `is_begun` False saves a statement. Raises EnrollmentClosed, CompletionNeedsScore.
    """
    target = as_target(lesson)
    if method == Method.SCORE and score is None:
        raise CompletionNeedsScore(needed_percent=target.completion_value)
    if is_locked and enrollment.status in OPEN:
        row = enrollment
    else:
        row, _ = lock_with_progress(enrollment, target.id)
    now = clock.now()
    is_enough = method != Method.SCORE or (score or 0) >= target.completion_value
    written_method = method if is_enough else ""
    if not (is_begun and _update_completion(row, target, written_method, score, now)):
        _insert_completion(row, target, written_method, score, now)
    _follow(row, target, now)
    hand_back(enrollment, row)


@retry_deadlocks
@transaction.atomic
def reopen_lesson(*, enrollment: "Enrollment", lesson: Any) -> None:
    """Take a lesson's completion back; the percentage falls, a completed course stays completed.

    Raises EnrollmentClosed.
    """
    target = as_target(lesson)
    row, progress = lock_with_progress(enrollment, target.id)
    if progress is not None and progress.state == State.COMPLETED:
        reopen(row, target, progress)
    hand_back(enrollment, row)


def mark(row: "Enrollment", target: LessonTarget, progress: LessonProgress, method: str) -> None:
    """Complete the lesson of a locked enrollment, if it is not, and bring the sums in line."""
    now = clock.now()
    if progress.state != State.COMPLETED:
        _mark(progress, method, now)
        progress.save()
    _follow(row, target, now)


def reopen(row: "Enrollment", target: LessonTarget, progress: LessonProgress) -> None:
    """Take back the completion of a lesson of a locked enrollment, and bring the sums in line."""
    progress.state, progress.method, progress.completed_at = State.STARTED, Method.NONE, None
    progress.save()
    roll_up(row, module_id=target.module_id)
    save_sums(row)


def begun(row: "Enrollment", lesson_id: int, now: datetime.datetime) -> LessonProgress:
    """Progress in a lesson that the enrollment opens for the first time; not saved yet."""
    return LessonProgress(
        organization_id=row.organization_id, enrollment_id=row.pk, lesson_id=lesson_id, started_at=now
    )


def _follow(row: "Enrollment", target: LessonTarget, now: datetime.datetime) -> None:
    row.last_lesson_id, row.last_access_at = target.id, now
    roll_up(row, module_id=target.module_id)
    save_sums(row, "last_lesson", "last_access_at")


def as_target(lesson: Any) -> LessonTarget:
    """The lesson as recording needs it, from a lesson row or as it is."""
    return lesson if isinstance(lesson, LessonTarget) else lesson_target(lesson)


def accepted_seconds(claimed: int, last_at: datetime.datetime | None, now: datetime.datetime) -> int:
    """How many of the claimed seconds count."""
    passed = MAX_SECONDS_PER_CALL if last_at is None else (now - last_at).total_seconds() + SLACK_SECONDS
    return max(0, min(claimed, MAX_SECONDS_PER_CALL, int(passed)))


def _note_view(
    progress: LessonProgress,
    seconds: int,
    position_seconds: int | None,
    watched_share: int | None,
    now: datetime.datetime,
) -> None:
    # A heartbeat belongs to the view that goes on; a pause begins a new one.
    pause = datetime.timedelta(seconds=2 * MAX_SECONDS_PER_CALL)
    if progress.last_viewed_at is None or now - progress.last_viewed_at > pause:
        progress.views += 1
    progress.seconds += seconds
    progress.last_viewed_at = now
    if position_seconds is not None:
        progress.position_seconds = max(0, position_seconds)
    if watched_share is not None:
        progress.watched_share = max(progress.watched_share, min(100, max(0, watched_share)))


def _is_reached(target: LessonTarget, progress: LessonProgress) -> bool:
    if target.completion == "view":
        return progress.watched_share >= target.needed_share
    if target.completion == "time":
        return progress.seconds >= target.completion_value
    return False


def _mark(progress: LessonProgress, method: str, now: datetime.datetime) -> None:
    progress.state, progress.method, progress.completed_at = State.COMPLETED, method, now


def _note_presence(row: "Enrollment", lesson_id: int, seconds: int, now: datetime.datetime) -> None:
    row.last_lesson_id, row.last_access_at = lesson_id, now
    row.seconds += seconds
    monday = now.date() - datetime.timedelta(days=now.weekday())
    if row.week_starts_on != monday:
        row.week_starts_on, row.week_seconds = monday, 0
    row.week_seconds += seconds


def _update_completion(
    row: "Enrollment", target: LessonTarget, method: str, score: Decimal | None, now: datetime.datetime
) -> bool:
    """Complete a lesson that was begun; False when it was not. Without `method` only the score is noted."""
    changes: dict[str, Any] = {"updated_at": now}
    if score is not None:
        changes["best_score"] = Greatest(Coalesce(F("best_score"), Value(score)), Value(score))
    if method:
        is_first = {"state": State.STARTED}
        changes |= {
            "method": Case(When(**is_first, then=Value(method)), default=F("method")),
            "completed_at": Case(When(**is_first, then=Value(now)), default=F("completed_at")),
        }
        # MySQL evaluates assignments from left to right: the state must change last.
        changes["state"] = Value(State.COMPLETED)
    rows = LessonProgress.objects.filter(enrollment_id=row.pk, lesson_id=target.id)
    return bool(rows.update(**changes))


def _insert_completion(
    row: "Enrollment", target: LessonTarget, method: str, score: Decimal | None, now: datetime.datetime
) -> None:
    LessonProgress.objects.create(
        organization_id=row.organization_id,
        enrollment_id=row.pk,
        lesson_id=target.id,
        started_at=now,
        state=State.COMPLETED if method else State.STARTED,
        method=method,
        completed_at=now if method else None,
        best_score=score,
    )


def hand_back(enrollment: "Enrollment", row: "Enrollment") -> None:
    """Let the caller's object show what was written."""
    if enrollment is not row:
        for field in (
            "status",
            "done_weight",
            "required_weight",
            "seconds",
            "last_lesson_id",
            "last_access_at",
        ):
            setattr(enrollment, field, getattr(row, field))
        enrollment.completed_at = row.completed_at
