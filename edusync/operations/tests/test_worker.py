"""Several workers at the same time share the outbox."""

import contextlib
import sqlite3
import threading
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection, connections
from django.db.utils import load_backend

from edusync.kernel import clock, events, outbox
from edusync.kernel.models import OutboxEvent

ROWS = 60
THREADS = 4


@pytest.fixture
def open_connection(tmp_path):
    """Makes connections of other threads to the test database; of SQLite's database in memory to a copy in a file."""
    facts = dict(connection.settings_dict)
    if connection.vendor == "sqlite":
        facts["NAME"] = str(Path(tmp_path) / "copy.sqlite3")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [facts["NAME"]])
        # Once for all: threads that turn on the log at the same moment would lock each other out.
        with contextlib.closing(sqlite3.connect(facts["NAME"])) as copy:
            copy.execute("PRAGMA journal_mode=WAL")
    module = load_backend(facts["ENGINE"])
    return lambda: module.DatabaseWrapper(facts, "default")


@pytest.mark.django_db(transaction=True)
def test_each_row_is_delivered_once_however_many_workers_there_are(monkeypatch, request):
    now = clock.now()
    OutboxEvent.objects.bulk_create(
        OutboxEvent(event_type="kitchen.bell_rung", payload={"n": n}, created_at=now, available_at=now)
        for n in range(ROWS)
    )
    open_connection = request.getfixturevalue("open_connection")
    seen = Counter()
    lock = threading.Lock()
    finished = []

    def handler(payload, event_id):
        with lock:
            seen[payload["n"]] += 1

    monkeypatch.setitem(events._handlers, "kitchen.bell_rung", [handler])
    start = threading.Barrier(THREADS)

    def work(number):
        connections["default"] = open_connection()
        deliverer = outbox.Deliverer(name=f"w{number}")
        try:
            start.wait(timeout=30)
            while outbox.pending(clock.now()).exists():
                deliverer.deliver_batch(limit=5)
            finished.append(number)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(finished) == THREADS
    assert seen == Counter(range(ROWS))
