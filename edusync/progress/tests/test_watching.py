"""Watched stretches of films: what a player claims is believed as far as the clock and the lock allow."""

import datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from edusync.progress.models import LessonProgress
from edusync.progress.services.watching import joined, note_watched, reached, share_of

NOW = datetime.datetime(2026, 5, 4, 10, tzinfo=datetime.UTC)
stretches = st.lists(
    st.tuples(st.floats(0, 500), st.floats(0, 100)).map(lambda pair: [pair[0], pair[0] + pair[1]]),
    max_size=12,
)


def noted(
    claimed: list[list[float]], *, before: Any = (), seconds: int = 600, **options: Any
) -> LessonProgress:
    progress = LessonProgress(watched=list(before), watched_share=0)
    values = {"duration_seconds": 600, "is_seek_locked": False, **options}
    note_watched(progress, claimed, since=NOW - datetime.timedelta(seconds=seconds), now=NOW, **values)
    return progress


def test_stretches_of_several_visits_add_up() -> None:
    progress = noted([[300, 600]], before=[[0, 300]])
    assert (progress.watched, progress.watched_share) == ([[0, 600]], 100)


def test_more_film_than_time_is_not_believed() -> None:
    """Thirty seconds at twice the speed, and the slack."""
    progress = noted([[0, 600]], seconds=30)
    assert progress.watched == [[0, 90]]
    assert progress.watched_share == 15


def test_a_locked_film_counts_from_what_was_watched_without_a_gap() -> None:
    progress = noted([[400, 500]], before=[[0, 60]], is_seek_locked=True)
    assert progress.watched == [[0, 60]]
    progress = noted([[60.5, 120]], before=[[0, 60]], is_seek_locked=True)
    assert progress.watched == [[0, 120]]


def test_an_unlocked_film_may_be_watched_in_any_order() -> None:
    assert noted([[400, 500]], before=[[0, 60]]).watched == [[0, 60], [400, 500]]


def test_nothing_counts_beyond_the_end() -> None:
    progress = noted([[550, 900]], duration_seconds=600)
    assert progress.watched == [[550, 600]]


@given(stretches, stretches, st.integers(0, 600))
def test_what_is_noted_never_exceeds_the_clock(before: list[Any], claimed: list[Any], seconds: int) -> None:
    known = joined(before)
    progress = noted(claimed, before=[list(each) for each in known], seconds=seconds)
    old = sum(end - start for start, end in known)
    new = sum(end - start for start, end in progress.watched)
    # Joining what nearly touches, and rounding, may add a little.
    assert new <= old + (seconds + 15) * 2 + 2 * (len(claimed) + len(known)) + 1
    assert 0 <= progress.watched_share <= 100
    assert progress.watched == sorted(progress.watched)


def test_how_far_it_was_watched() -> None:
    assert reached([(0.5, 20.0), (30.0, 40.0)]) == 20.0
    assert reached([(10.0, 20.0)]) == 0.0
    assert share_of([(0.0, 59.0)], 60) == 100
    assert share_of([(0.0, 30.0)], 0) == 0
