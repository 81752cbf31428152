"""Records what a learner does in a lesson; all sums follow in the same transaction."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce, Greatest

from edusync.kernel import clock
from edusync.kernel.transactions import retry_deadlocks
from edusync.progress.models import LessonProgress
from edusync.progress.problems import CompletionNeedsScore
from edusync.progress.queries import LessonTarget, lesson_target
from edusync.progress.services.beats import NOBODY, Agent, Beat, count_beat, letter
from edusync.progress.services.columns import write_columns
from edusync.progress.services.counting import MAX_AGE_SECONDS, MAX_SECONDS_PER_BEAT
from edusync.progress.services.locking import OPEN, lock_with_progress
from edusync.progress.services.rollup import roll_up, save_sums
from edusync.progress.services.watching import note_watched

if TYPE_CHECKING:
    from edusync.enrollment.models import Enrollment

State = LessonProgress.State
Method = LessonProgress.Method
# What a sign of life may change in its lesson, and in the enrollment.
NOTED = (
    "state", "method", "completed_at", "seconds", "views", "last_viewed_at", "position_seconds", "watched_share",
    "watched", "beat", "beat_client",
)  # fmt: skip
PRESENCE = ("last_lesson", "last_access_at", "seconds", "week_starts_on", "week_seconds")


def record_view(
    *,
    enrollment: "Enrollment",
    lesson: Any,
    seconds: int = 0,
    position_seconds: int | None = None,
    watched_share: int | None = None,
    watched: Sequence[Sequence[float]] | None = None,
) -> LessonProgress:
    """Record that the learner is in the lesson now; completes it when its rule says so.

    `seconds` since the last call: at most 120 count, and only time of the person that nothing else has counted.
    `position_seconds` is the place in the video, `watched_share` 0 to 100, `watched` the stretches seen since, as
    [from, to] in seconds; where seeking is locked only they count. Raises EnrollmentClosed.
    """
    beat = Beat(
        seconds=seconds, position_seconds=position_seconds, watched_share=watched_share, watched=watched
    )
    return record_beats(enrollment=enrollment, lesson=lesson, beats=[beat])[0]


def record_beats(
    *, enrollment: "Enrollment", lesson: Any, beats: Sequence[Beat], agent: Agent = NOBODY
) -> tuple[LessonProgress, list[int]]:
    """Record signs of life in one lesson, oldest first; returns its progress and the seconds that count of each.

    A beat with the number of one that came before counts nothing. With it come the session of its sitting, the
    person's learning day and their clock, which sees to it that no second counts twice. Raises EnrollmentClosed.
    """
    try:
        return _record_beats(enrollment, as_target(lesson), beats, agent)
    except IntegrityError:
        # The person's first two beats came at once and both began the clock: now there is one.
        if connection.in_atomic_block:
            raise
        return _record_beats(enrollment, as_target(lesson), beats, agent)


@retry_deadlocks
@transaction.atomic
def _record_beats(
    enrollment: "Enrollment", target: LessonTarget, beats: Sequence[Beat], agent: Agent
) -> tuple[LessonProgress, list[int]]:
    row, progress = lock_with_progress(enrollment, target.id)
    now = clock.now()
    progress = progress or begun(row, target.id, now)
    counts = []
    is_completed = False
    for beat in beats:
        counted = count_beat(row, beat, now)
        at = now - datetime.timedelta(seconds=min(max(0, beat.age_seconds), MAX_AGE_SECONDS))
        if not counted.is_known:
            _note_beat(progress, target, beat, counted.seconds, at)
        if progress.state == State.STARTED and _is_reached(target, progress):
            _mark(progress, target.completion, now)
            is_completed = True
        progress.beat, progress.beat_client = letter(row, beat, counted, agent, now), beat.client_id
        _keep(progress)
        _note_presence(row, target.id, counted.seconds, at)
        counts.append(counted.seconds)
    progress.beat, progress.beat_client = "", None
    _save_presence(row, target, is_completed=is_completed)
    hand_back(enrollment, row)
    return progress, counts


def _note_beat(
    progress: LessonProgress, target: LessonTarget, beat: Beat, seconds: int, at: datetime.datetime
) -> None:
    """What one beat changes in its lesson. A late one does not take back what is newer."""
    since = progress.last_viewed_at or progress.started_at
    is_latest = progress.last_viewed_at is None or at >= progress.last_viewed_at
    share = None if target.is_seek_locked else beat.watched_share
    _note_view(progress, seconds, beat.position_seconds if is_latest else None, share, at)
    if beat.watched:
        note_watched(
            progress,
            beat.watched,
            duration_seconds=target.video_duration_seconds,
            is_seek_locked=target.is_seek_locked,
            since=since,
            now=max(at, since),
        )


def _keep(progress: LessonProgress) -> None:
    if progress._state.adding:
        progress.save()
    else:
        write_columns(progress, *NOTED)


def _save_presence(row: "Enrollment", target: LessonTarget, *, is_completed: bool) -> None:
    if is_completed:
        roll_up(row, module_id=target.module_id)
        save_sums(row, *PRESENCE)
    else:
        write_columns(row, *PRESENCE)


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


def _note_view(
    progress: LessonProgress,
    seconds: int,
    position_seconds: int | None,
    watched_share: int | None,
    at: datetime.datetime,
) -> None:
    # A heartbeat belongs to the view that goes on; a pause begins a new one.
    pause = datetime.timedelta(seconds=2 * MAX_SECONDS_PER_BEAT)
    if progress.last_viewed_at is None or at - progress.last_viewed_at > pause:
        progress.views += 1
    progress.seconds += seconds
    progress.last_viewed_at = max(at, progress.last_viewed_at or at)
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


def _note_presence(row: "Enrollment", lesson_id: int, seconds: int, at: datetime.datetime) -> None:
    if row.last_access_at is None or at >= row.last_access_at:
        row.last_lesson_id, row.last_access_at = lesson_id, at
    row.seconds += seconds
    monday = at.date() - datetime.timedelta(days=at.weekday())
    if row.week_starts_on is None or row.week_starts_on < monday:
        row.week_starts_on, row.week_seconds = monday, 0
    if row.week_starts_on == monday:
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
