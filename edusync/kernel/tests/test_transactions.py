"""Transactions broken off by a deadlock are run again; nothing else is."""

import pytest
from django.db import OperationalError, transaction

from edusync.kernel import transactions
from edusync.kernel.transactions import TRIES, retry_deadlocks

DEADLOCK = OperationalError(1213, "Deadlock found when trying to get lock; try restarting transaction")


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch):
    monkeypatch.setattr(transactions, "LONGEST_PAUSE_SECONDS", 0)


class Flaky:
    """Fails so often, then answers."""

    def __init__(self, failures, error=DEADLOCK):
        self.failures, self.error, self.calls = failures, error, 0

    def __call__(self):
        self.calls += 1
        if self.calls <= self.failures:
            raise self.error
        return "done"


@pytest.mark.django_db(transaction=True)
def test_runs_again_until_it_succeeds():
    act = Flaky(TRIES - 1)
    assert retry_deadlocks(act)() == "done"
    assert act.calls == TRIES


@pytest.mark.django_db(transaction=True)
def test_gives_up_in_the_end():
    act = Flaky(TRIES)
    with pytest.raises(OperationalError):
        retry_deadlocks(act)()
    assert act.calls == TRIES


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "error", [OperationalError(1205, "Lock wait timeout"), OperationalError("locked"), ValueError()]
)
def test_other_failures_are_not_repeated(error):
    act = Flaky(1, error)
    with pytest.raises(type(error)):
        retry_deadlocks(act)()
    assert act.calls == 1


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_the_one_who_began_it_decides():
    act = Flaky(1)
    with pytest.raises(OperationalError), transaction.atomic():
        retry_deadlocks(act)()
    assert act.calls == 1
