"""Live and ready."""

import datetime as dt
import shutil
from types import SimpleNamespace

import pytest
from django.db import connection

from edusync.kernel import clock, sqlobjects
from edusync.operations import health, worker


def test_live_needs_no_database(client):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "live"}


@pytest.mark.django_db
def test_ready_when_everything_is_there(client):
    worker.beat("w")
    response = client.get("/readyz")
    assert response.status_code == 200
    assert {name: check["is_ok"] for name, check in response.json()["checks"].items()} == {
        "database": True,
        "migrations": True,
        "sql_objects": True,
        "worker": True,
        "disk": True,
    }


@pytest.mark.django_db
def test_not_ready_without_a_worker(client):
    worker.beat("w")
    later = clock.now() + dt.timedelta(minutes=2)
    with clock.frozen(later):
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "unavailable"
    assert not response.json()["checks"]["worker"]["is_ok"]


@pytest.mark.django_db
def test_a_worker_that_stopped_is_missed_at_once(client):
    worker.beat("w")
    worker.beat_stops("someone else")
    assert worker.is_worker_alive()
    worker.beat_stops("w")
    assert not worker.is_worker_alive()


@pytest.mark.owner("drops an object")
@pytest.mark.django_db(transaction=True)
def test_not_ready_while_an_sql_object_is_missing(client):
    worker.beat("w")
    lost = sqlobjects.object_files(connection.vendor)[-1]
    sqlobjects.drop_object(connection, lost.kind, lost.name)
    try:
        response = client.get("/readyz")
    finally:
        sqlobjects.install()
    assert response.status_code == 503
    assert lost.name in response.json()["checks"]["sql_objects"]["detail"]


@pytest.mark.django_db
def test_not_ready_on_a_full_disk(client, monkeypatch):
    worker.beat("w")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=5_000_000))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["disk"]["detail"] == "4 MB are free"


def test_an_error_of_the_database_tells_only_its_kind(monkeypatch):
    def fail():
        raise health.DatabaseError("user root at 10.0.0.1")

    assert health.outcome(fail) == {"is_ok": False, "detail": "DatabaseError"}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_only_read(client, path):
    response = client.post(path)
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
