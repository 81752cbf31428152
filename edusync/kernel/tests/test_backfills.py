"""Filling a column goes on where it stopped, sees every row once, and loses nothing when it breaks."""

from collections.abc import Iterator, Sequence
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from edusync.kernel import backfills, clock
from edusync.kernel.models import BackfillRun, LiveMessage
from edusync.kernel.tasks import periodic_jobs

NAME = "kernel.name_kinds"
pytestmark = pytest.mark.django_db


class Filling:
    """Names the kind of live messages anew, and keeps what it was handed. Breaks in the batch `breaks_in`."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.breaks_in = 0

    def __call__(self, keys: Sequence[int]) -> int:
        self.batches.append(list(keys))
        changed = LiveMessage.objects.filter(pk__in=keys, kind="old").update(kind="new")
        if len(self.batches) == self.breaks_in:
            raise RuntimeError("the server went away")
        return changed


@pytest.fixture
def filling() -> Iterator[Filling]:
    change = Filling()
    backfills.backfill(NAME, "kernel.LiveMessage", batch=2)(change)
    yield change
    backfills._backfills.pop(NAME)


@pytest.fixture
def messages() -> list[int]:
    """Keys of five messages, the last of which has its kind already."""
    rows = [
        LiveMessage.objects.create(organization_id=1, user_id=1, kind=kind, created_at=clock.now())
        for kind in ("old", "old", "old", "old", "new")
    ]
    return [row.pk for row in rows]


def run(**options: int) -> BackfillRun:
    return backfills.run_backfill(backfills.backfill_named(NAME), **options)


def test_every_row_is_seen_once_and_counted(filling, messages):
    done = run()
    assert [key for batch in filling.batches for key in batch] == messages
    assert (done.rows_total, done.rows_seen, done.rows_changed) == (5, 5, 4)
    assert done.finished_at is not None
    assert not LiveMessage.objects.filter(kind="old").exists()


def test_it_goes_on_from_the_last_batch(filling, messages):
    assert run(max_batches=1).rows_seen == 2
    run()
    assert [key for batch in filling.batches for key in batch] == messages


def test_a_batch_that_breaks_leaves_no_trace_and_is_repeated(filling, messages):
    filling.breaks_in = 2
    with pytest.raises(RuntimeError):
        run()
    state = BackfillRun.objects.get(name=NAME)
    assert (state.rows_seen, state.last_key) == (2, messages[1])
    assert LiveMessage.objects.filter(kind="old").count() == 2
    assert run().rows_changed == 4


def test_rows_that_come_meanwhile_are_filled_too(filling, messages):
    run(max_batches=2)
    late = LiveMessage.objects.create(organization_id=1, user_id=1, kind="old", created_at=clock.now())
    run()
    late.refresh_from_db()
    assert late.kind == "new"


def test_what_is_finished_is_not_run_again_until_it_is_restarted(filling, messages):
    run()
    run()
    assert len(filling.batches) == 3
    backfills.restart(backfills.backfill_named(NAME))
    run()
    assert len(filling.batches) == 6


def test_the_worker_runs_some_batches_at_a_time(filling, messages):
    periodic_jobs()["kernel.run_backfills"].run()
    assert BackfillRun.objects.get(name=NAME).rows_changed == 4


def test_the_command_shows_runs_and_refuses_unknown_names(filling, messages):
    out = StringIO()
    call_command("backfill", stdout=out)
    assert f"{NAME}: 0 of 5 rows, 0 changed, under way" in out.getvalue()
    call_command("backfill", NAME, stdout=out)
    assert f"{NAME}: 5 of 5 rows, 4 changed, finished" in out.getvalue()
    with pytest.raises(CommandError, match="no backfill named other"):
        call_command("backfill", "other")
