"""Events reach their handlers after commit, at least once, and never two workers at once."""

import dataclasses
import datetime as dt

import pytest
from django.db import transaction

from edusync.kernel import clock, events, outbox, tasks, tenancy
from edusync.kernel.models import OutboxEvent
from edusync.kernel.testing import run_worker

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)


@dataclasses.dataclass
class KettleBoiled:
    kettle_id: int
    at: dt.datetime


KettleBoiled.event_name = "kitchen.kettle_boiled"


@pytest.fixture
def seen(monkeypatch):
    """What a handler of KettleBoiled has received."""
    found = []
    monkeypatch.setitem(
        events._handlers,
        KettleBoiled.event_name,
        [lambda payload, event_id: found.append((payload, event_id))],
    )
    return found


@pytest.fixture
def broken(monkeypatch):
    """A handler that fails as long as the list says so."""
    failures = ["boom"] * 99

    def handler(payload, event_id):
        if failures:
            raise RuntimeError(failures.pop())

    monkeypatch.setitem(events._handlers, KettleBoiled.event_name, [handler])
    return failures


def wash_cups(monkeypatch):
    """Declares the task kitchen.wash; returns the list of cups it has washed."""
    washed = []

    def wash(cup):
        washed.append(cup)

    monkeypatch.setitem(tasks._tasks, "kitchen.wash", wash)
    return washed


def boil():
    with transaction.atomic():
        return events.publish(KettleBoiled(kettle_id=1, at=NOON))


def only_row():
    return OutboxEvent.objects.get(event_type=KettleBoiled.event_name)


def test_an_event_is_delivered_once(seen):
    event_id = boil()
    assert run_worker() == 1
    assert run_worker() == 0
    assert seen == [({"kettle_id": 1, "at": "2026-01-01T12:00:00+00:00"}, event_id)]


def test_a_fact_undone_is_not_announced(seen):
    with transaction.atomic():
        events.publish(KettleBoiled(kettle_id=1, at=NOON))
        transaction.set_rollback(True)
    run_worker()
    assert seen == []


def test_handlers_work_for_the_organization_of_the_event(organization, monkeypatch):
    found = []
    monkeypatch.setitem(
        events._handlers,
        KettleBoiled.event_name,
        [lambda *_: found.append(tenancy.current_organization_id())],
    )
    boil()
    with tenancy.organization_context(None):
        run_worker()
    assert found == [organization.pk]


def test_two_workers_never_have_the_same_row(seen):
    boil()
    row = only_row()
    same = only_row()
    assert outbox.claim(row, "one")
    assert not outbox.claim(same, "two")
    assert outbox.Deliverer(name="two").deliver_batch() == 0
    outbox.Deliverer(name="one").deliver(row)
    assert len(seen) == 1


def test_a_row_of_a_dead_worker_is_delivered_again(seen):
    boil()
    with clock.frozen(clock.now()):
        assert outbox.claim(only_row(), "dead")
        assert outbox.Deliverer(name="two").deliver_batch() == 0
    with clock.frozen(clock.now() + outbox.CLAIM + dt.timedelta(seconds=1)):
        assert outbox.Deliverer(name="two").deliver_batch() == 1
    assert len(seen) == 1


def test_the_dead_workers_late_answer_changes_nothing(seen):
    boil()
    row = only_row()
    assert outbox.claim(row, "slow")
    with clock.frozen(clock.now() + outbox.CLAIM + dt.timedelta(seconds=1)):
        later = only_row()
        assert outbox.claim(later, "fast")
        outbox.record_failure(row, "slow", RuntimeError("too late"))
        assert only_row().claimed_by == "fast"
        outbox.Deliverer(name="fast").deliver(later)
    assert only_row().delivered_at is not None


def test_long_work_keeps_its_claim():
    boil()
    assert outbox.claim(only_row(), "long")
    before = only_row().claimed_until
    with clock.frozen(clock.now() + dt.timedelta(minutes=5)):
        assert outbox.renew("long") == 1
    assert only_row().claimed_until > before


def test_a_stopping_worker_gives_back_what_it_holds(seen):
    boil()
    assert outbox.claim(only_row(), "stopping")
    assert outbox.release("stopping") == 1
    assert run_worker() == 1


def test_a_failed_delivery_waits_longer_each_time(broken):
    boil()
    waits = []
    now = clock.now()
    for _ in range(3):
        with clock.frozen(now):
            assert outbox.Deliverer(name="w").deliver_batch() == 1
            row = only_row()
            waits.append((row.available_at - now).total_seconds())
            assert outbox.Deliverer(name="w").deliver_batch() == 0
            now = row.available_at
    assert waits == [2, 4, 8]
    assert "boom" in row.last_error


def test_what_fails_ten_times_is_given_up_and_can_be_revived(broken):
    boil()
    now = clock.now()
    for _ in range(outbox.MAX_ATTEMPTS):
        with clock.frozen(now):
            assert outbox.Deliverer(name="w").deliver_batch() == 1
            now = only_row().available_at
    row = only_row()
    assert row.failed_at is not None
    assert "RuntimeError: boom" in row.last_error
    with clock.frozen(now + dt.timedelta(days=1)):
        assert outbox.Deliverer(name="w").deliver_batch() == 0
        broken.clear()
        assert outbox.retry_failed(row.pk)
        assert outbox.Deliverer(name="w").deliver_batch() == 1
    assert only_row().delivered_at is not None


def test_one_bad_row_does_not_stop_the_others(broken, monkeypatch):
    done = wash_cups(monkeypatch)
    boil()
    tasks.enqueue("kitchen.wash", cup=3)
    outbox.Deliverer(name="w").deliver_batch()
    assert done == [3]


def test_a_task_runs_not_before_its_time(monkeypatch):
    done = wash_cups(monkeypatch)
    tasks.enqueue("kitchen.wash", delay_seconds=60, cup=3)
    assert run_worker() == 0
    with clock.frozen(clock.now() + dt.timedelta(seconds=61)):
        assert run_worker() == 1
    assert done == [3]


def test_an_unknown_task_is_refused_at_once():
    with pytest.raises(LookupError):
        tasks.enqueue("kitchen.burn")


def test_handlers_of_the_same_transaction_run_before_publish_returns(monkeypatch):
    found = []
    monkeypatch.setitem(events._same_transaction, KettleBoiled, [found.append])
    boil()
    assert [one.kettle_id for one in found] == [1]


def test_delivered_rows_are_kept_a_week(seen):
    boil()
    run_worker()
    assert outbox.purge_delivered() == 0
    with clock.frozen(clock.now() + dt.timedelta(days=8)):
        assert outbox.purge_delivered() == 1


def test_the_database_fills_what_a_trigger_does_not_name():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_outboxevent (event_type, payload, created_at, available_at)"
            " VALUES ('kitchen.kettle_boiled', '{}', '2026-01-01 12:00:00', '2026-01-01 12:00:00')"
        )
    row = only_row()
    assert (row.attempts, row.claimed_by, row.last_error, row.delivered_at) == (0, "", "", None)
    assert row.available_at == NOON
    assert run_worker() == 1


@pytest.mark.django_db(transaction=True)
def test_publishing_needs_a_transaction():
    with pytest.raises(RuntimeError, match="transaction"):
        events.publish(KettleBoiled(kettle_id=1, at=NOON))
