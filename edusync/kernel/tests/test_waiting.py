"""The registry of what waits for people."""

import datetime as dt
import itertools

import pytest

from edusync.kernel import waiting
from edusync.kernel.policy import ANONYMOUS, Actor
from edusync.kernel.waiting import (
    WaitingRow,
    WaitingSource,
    is_waited_for,
    known_waiting_kinds,
    register_waiting,
    waiting_for,
)

NOON = dt.datetime(2026, 5, 6, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
SOMEBODY = Actor(user_id=1)


def row(kind: str, hours: int, *, count: int = 1) -> WaitingRow:
    return WaitingRow(kind, count, NOON - hours * HOUR, f"/{kind}/{hours}")


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch):
    """Registers sources of these kinds and rows, and no other is there."""
    monkeypatch.setattr(waiting, "_sources", {})

    def register(code: str, *rows: WaitingRow, offered: bool = True) -> None:
        kinds = tuple({one.kind: None for one in rows}) or (code,)
        register_waiting(WaitingSource(code, kinds, lambda _: iter(rows), lambda _: offered))

    return register


def test_a_kind_belongs_to_one_source(only):
    only("a", row("essay", 1))
    with pytest.raises(ValueError, match="taken"):
        only("b", row("essay", 1))


def test_a_source_without_kinds_is_refused():
    with pytest.raises(ValueError, match="taken"):
        register_waiting(WaitingSource("empty", (), lambda _: [], lambda _: True))


def test_what_waits_longest_comes_first_whatever_its_kind(only):
    only("a", row("essay", 2), row("essay", 5))
    only("b", row("request", 3))
    assert [one.path for one in waiting_for(SOMEBODY)] == ["/essay/5", "/request/3", "/essay/2"]


def test_nothing_is_told_of_what_there_is_none_of(only):
    only("a", row("essay", 2, count=0), row("essay", 1))
    assert [one.path for one in waiting_for(SOMEBODY)] == ["/essay/1"]


def test_a_source_is_asked_only_for_whom_it_is_offered(only):
    def never(_: Actor) -> list[WaitingRow]:
        raise AssertionError("it was asked")

    register_waiting(WaitingSource("closed", ("closed",), never, lambda _: False))
    assert waiting_for(SOMEBODY) == []
    assert not is_waited_for(SOMEBODY)
    only("open", row("essay", 1))
    assert is_waited_for(SOMEBODY)
    assert not is_waited_for(ANONYMOUS)
    assert waiting_for(ANONYMOUS) == []


def test_every_kind_of_the_apps_is_known_once():
    kinds = known_waiting_kinds()
    assert [kind for kind, same in itertools.groupby(sorted(kinds)) if len(list(same)) > 1] == []
    assert set(kinds) >= {
        *("submissions", "unposted-marks", "answers", "question-reports", "exam-verdicts"),
        *("regrade-requests", "meetings", "enrollment-requests", "course-approvals", "reported-ratings"),
        "privacy-requests",
    }
