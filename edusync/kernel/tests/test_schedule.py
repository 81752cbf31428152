"""Periodic jobs run when they are due, in one worker."""

import datetime as dt

import pytest

from edusync.kernel import clock, schedule, tasks
from edusync.kernel.models import ScheduledJob

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def runs(monkeypatch):
    """Two jobs: one counts, one fails."""
    found = []

    def fail():
        raise ValueError("out of milk")

    jobs = {
        "kitchen.count": tasks.PeriodicJob("kitchen.count", 60, lambda: found.append(clock.now())),
        "kitchen.fail": tasks.PeriodicJob("kitchen.fail", 60, fail),
    }
    monkeypatch.setattr(tasks, "_jobs", jobs)
    return found


def at(seconds):
    return clock.frozen(NOON + dt.timedelta(seconds=seconds))


def test_a_job_runs_once_in_its_interval(runs):
    for second in (0, 30, 59, 60, 61, 119, 120):
        with at(second):
            schedule.run_due_jobs("w")
    assert [(moment - NOON).total_seconds() for moment in runs] == [0, 60, 120]


def test_a_job_that_another_worker_runs_is_left_alone(runs):
    with at(0):
        schedule.register_jobs(tasks.periodic_jobs())
        ScheduledJob.objects.filter(name="kitchen.count").update(
            leased_by="other", leased_until=NOON + schedule.LEASE
        )
        assert "kitchen.count" not in schedule.run_due_jobs("w")
    with at(schedule.LEASE.total_seconds()):
        assert "kitchen.count" in schedule.run_due_jobs("w")


def test_a_failing_job_is_recorded_and_does_not_stop_the_others(runs):
    with at(0):
        assert schedule.run_due_jobs("w") == ["kitchen.count", "kitchen.fail"]
    row = ScheduledJob.objects.get(name="kitchen.fail")
    assert row.last_result == "failed"
    assert row.leased_by == ""
    assert row.next_run_at == NOON + dt.timedelta(seconds=60)
