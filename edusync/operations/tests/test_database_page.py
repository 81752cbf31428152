"""What the database tells, what is remembered of it, and who may read that."""

import datetime as dt
import json

import pytest
from django.db import connection

from edusync.kernel import clock
from edusync.kernel.models import OutboxEvent
from edusync.operations import queries
from edusync.operations.database import facts, samples, slow_statements
from edusync.operations.models import HealthSample, TableSize


@pytest.fixture
def client(admin, api):
    return api(admin)


def a_sample(**fields):
    values = {
        "database_us": 90,
        "database_bytes": 4096,
        "waiting_events": 0,
        "oldest_wait_seconds": 0,
        "failed_events": 0,
        "free_disk_mb": 900,
    }
    return HealthSample.objects.create(**{"taken_at": clock.now(), **values, **fields})


def test_the_engine_names_itself(db):
    server = facts.server()
    expected = "sqlite" if connection.vendor == "sqlite" else "mysql"
    if connection.vendor == "mysql" and connection.mysql_is_mariadb:
        expected = "mariadb"
    assert server.engine == expected
    assert server.version[0].isdigit()
    assert dict(server.settings)


def test_every_table_has_a_size(db):
    names = {table.name for table in facts.tables()}
    assert {"identity_user", "courses_course", "operations_table_size"} <= names


def test_every_foreign_key_has_an_index(db):
    assert facts.missing_indexes() == []


def test_a_foreign_key_without_an_index_is_found(transactional_db):
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            assert facts.missing_indexes() == []  # The servers make an index with each foreign key.
            return
        cursor.execute(
            "CREATE TABLE own (id INTEGER PRIMARY KEY, user_id BIGINT REFERENCES identity_user (id))"
        )
        found = facts.missing_indexes()
        cursor.execute("DROP TABLE own")
    assert [(index.table, index.columns, index.finding) for index in found] == [
        ("own", ("user_id",), "missing")
    ]


def test_a_sample_counts_what_waits_and_what_failed(db):
    now = clock.now()
    row = {"event_type": "x", "payload": {}, "created_at": now}
    OutboxEvent.objects.create(**row, available_at=now - dt.timedelta(seconds=90))
    OutboxEvent.objects.create(**row, available_at=now, failed_at=now)
    OutboxEvent.objects.create(**row, available_at=now + dt.timedelta(hours=1))
    sample = samples.take_sample()
    assert (sample.waiting_events, sample.failed_events) == (1, 1)
    assert 90 <= sample.oldest_wait_seconds < 100
    assert sample.database_us > 0
    assert sample.database_bytes > 0


def test_tables_grow_from_week_to_week(db):
    today = clock.now().date()
    for days, rows in ((8, 100), (1, 150)):
        TableSize.objects.create(
            day=today - dt.timedelta(days=days),
            table_name="courses_course",
            row_count=rows,
            size_bytes=rows * 10,
        )
    TableSize.objects.create(
        day=today - dt.timedelta(days=1), table_name="courses_tag", row_count=1, size_bytes=1
    )
    day, tables = queries.table_growth()
    assert day == today - dt.timedelta(days=1)
    assert [(table.name, table.rows_grown, table.bytes_grown) for table in tables] == [
        ("courses_course", 50, 500),
        ("courses_tag", None, None),
    ]


def test_measuring_twice_a_day_keeps_the_later(db):
    samples.measure_tables()
    count = TableSize.objects.count()
    samples.measure_tables()
    assert TableSize.objects.count() == count > 50


def test_what_is_older_than_a_month_goes(db):
    a_sample(taken_at=clock.now() - dt.timedelta(days=32))
    kept = a_sample(taken_at=clock.now() - dt.timedelta(days=30))
    TableSize.objects.create(
        day=clock.now().date() - dt.timedelta(days=40), table_name="a", row_count=1, size_bytes=1
    )
    assert samples.forget_old() == 2
    assert list(HealthSample.objects.all()) == [kept]


def test_a_long_history_is_thinned_and_keeps_its_newest(db):
    now = clock.now()
    HealthSample.objects.bulk_create(
        HealthSample(
            taken_at=now - dt.timedelta(minutes=5 * number),
            database_us=number,
            database_bytes=1,
            waiting_events=0,
            oldest_wait_seconds=0,
            failed_events=0,
            free_disk_mb=1,
        )
        for number in range(1000)
    )
    history = queries.health_history(7)
    assert len(history) <= queries.MOST_POINTS
    assert history[-1].database_us == 0
    assert [row.taken_at for row in history] == sorted(row.taken_at for row in history)


def test_slow_statements_are_added_up_without_their_values(db, monkeypatch):
    monkeypatch.setattr(slow_statements, "SLOW_SECONDS", 0.0)
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute("SELECT 'secret@example.com', %s", [1])
    monkeypatch.undo()
    rows = [row for row in slow_statements.slow_statements() if "?" in row.statement]
    assert [(row.statement, row.count) for row in rows] == [("SELECT ?, %s", 2)]


def test_quick_statements_are_not_noted(db, settings, tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert not (tmp_path / slow_statements.FILE).exists()


def test_a_line_that_was_cut_off_is_passed_over(tmp_path):
    whole = {"sql": "SELECT 1", "ms": 300, "at": clock.now().isoformat()}
    (tmp_path / slow_statements.FILE).write_text(json.dumps(whole) + '\n{"sql": "SEL')
    assert [row.statement for row in slow_statements.slow_statements()] == ["SELECT 1"]


def test_a_full_file_begins_anew_and_the_one_before_is_still_read(tmp_path, monkeypatch):
    monkeypatch.setattr(slow_statements, "MOST_BYTES", 50)
    for number in range(2):
        slow_statements.note(f"SELECT {number}", 0.3)
    assert {row.statement for row in slow_statements.slow_statements()} == {"SELECT 0", "SELECT 1"}


def test_platform_admins_read_the_page(client, django_assert_max_num_queries):
    samples.measure_tables()
    with django_assert_max_num_queries(40):
        page = client.get("/api/v1/site/database").json()
    assert page["tables_measured_on"] == str(clock.now().date())
    assert {"identity_user"} <= {table["name"] for table in page["tables"]}
    assert page["missing_indexes"] == []


def test_the_history_has_the_days_that_were_asked_for(client):
    a_sample()
    a_sample(taken_at=clock.now() - dt.timedelta(days=3))
    assert len(client.get("/api/v1/site/health").json()["samples"]) == 1
    answer = client.get("/api/v1/site/health?days=7").json()
    assert (answer["days"], len(answer["samples"])) == (7, 2)
    assert client.get("/api/v1/site/health?days=99").json()["days"] == 1


def test_the_plan_of_a_report_names_its_tables(client):
    plan = client.get("/api/v1/site/plans/course_completion").json()
    assert "report_course_completion" in plan["statement"]
    assert plan["steps"]
    assert len(plan["columns"]) == len(plan["steps"][0])


def test_the_plan_of_no_report_is_not_there(client):
    assert client.get("/api/v1/site/plans/other").status_code == 404


@pytest.mark.parametrize("address", ["database", "health", "plans/course_completion"])
def test_others_are_refused(address, learner, instructor, outsider, api):
    for person in (learner, instructor, outsider):
        assert api(person).get(f"/api/v1/site/{address}").status_code == 403
    assert api().get(f"/api/v1/site/{address}").status_code == 401
