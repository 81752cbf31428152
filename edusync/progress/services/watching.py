"""Which stretches of a film were watched: what a player claims is believed as far as the clock allows it."""

import datetime
from collections.abc import Iterable, Sequence

from edusync.progress.models import LessonProgress

Stretch = tuple[float, float]
# Players offer up to twice the speed.
FASTEST = 2
# A late timer or a slow network must not cost the learner what was watched.
SLACK_SECONDS = 15
# Stretches so close to each other are one: players report times now and then, not every frame.
GAP_SECONDS = 1.5
MAX_STRETCHES = 200
# The last moment of a film is rarely reported to the end.
END_SECONDS = 1.5


def joined(stretches: Iterable[Sequence[float]]) -> list[Stretch]:
    """The stretches in order, those that touch made one."""
    found: list[Stretch] = []
    for start, end in sorted((float(each[0]), float(each[1])) for each in stretches if each[1] > each[0]):
        if found and start <= found[-1][1] + GAP_SECONDS:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def reached(stretches: Sequence[Stretch]) -> float:
    """How far the film was watched without a gap, in seconds from its beginning."""
    return stretches[0][1] if stretches and stretches[0][0] <= GAP_SECONDS else 0.0


def share_of(stretches: Sequence[Stretch], duration_seconds: int) -> int:
    """Watched share, 0 to 100, rounded down so that 100 means all of it."""
    if duration_seconds <= 0:
        return 0
    seconds = sum(min(end, duration_seconds) - start for start, end in stretches if start < duration_seconds)
    return (
        100 if seconds >= duration_seconds - END_SECONDS else min(99, int(seconds * 100 / duration_seconds))
    )


def note_watched(
    progress: LessonProgress,
    claimed: Sequence[Sequence[float]],
    *,
    duration_seconds: int,
    is_seek_locked: bool,
    since: datetime.datetime,
    now: datetime.datetime,
) -> None:
    """Add the claimed stretches to what was watched, as far as they can be true, and follow with the share.

    New film cannot be longer than the time since the last call at the fastest speed. In a film whose seeking is
    locked, a stretch that begins beyond what was watched without a gap is not believed.
    """
    known = joined(progress.watched or [])
    budget = ((now - since).total_seconds() + SLACK_SECONDS) * FASTEST
    limit = float(duration_seconds) if duration_seconds else float("inf")
    for start, end in joined(claimed)[:MAX_STRETCHES]:
        if is_seek_locked and start > reached(known) + GAP_SECONDS:
            continue
        fresh = _length(joined([*known, (start, min(end, limit))])) - _length(known)
        if fresh > budget:
            end, fresh = _cut(known, start, min(end, limit), budget), budget
        known = joined([*known, (start, min(end, limit))])
        budget -= max(0.0, fresh)
        if budget <= 0:
            break
    progress.watched = [[round(start, 1), round(end, 1)] for start, end in known[:MAX_STRETCHES]]
    progress.watched_share = max(progress.watched_share, share_of(known, duration_seconds))


def _cut(known: Sequence[Stretch], start: float, end: float, budget: float) -> float:
    """Where a stretch must end so that it brings no more new film than the budget."""
    at, left = start, budget
    for begin, finish in known:
        if finish <= at or begin >= end:
            continue
        if begin - at >= left:
            break
        left -= max(0.0, begin - at)
        at = finish
    return min(end, at + left)


def _length(stretches: Sequence[Stretch]) -> float:
    return sum(end - start for start, end in stretches)
