"""When a row was made and changed is known even of rows that no code of ours wrote, on every engine."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from edusync.kernel.instants import COLUMNS
from edusync.kernel.registry import own_apps
from tests.sql_objects import live_twins as twins

TABLES = [
    model for model in apps.get_models() if model._meta.managed and model._meta.app_config.name in own_apps()
]
# Rows whose instant is a fact of its own: the moment that is sealed, delivered or graded, never that of the INSERT.
FACTS = {
    "audit_audit_event": "part of what the chain seals",
    "audit_audit_anchor": "the moment up to which the chain was sealed",
    "grading_attendance_event": "written by triggers with the instant of the change",
    "grading_grade_event": "written by triggers with the instant of the change",
    "kernel_live_message": "the moment of the news; readers go on from it",
    "kernel_outboxevent": "the moment of the event, and the month of the partition",
}


def instants_of(table: Any) -> list[Any]:
    return [field for field in table._meta.local_concrete_fields if field.name in COLUMNS]


STAMPED = [table for table in TABLES if instants_of(table) and table._meta.db_table not in FACTS]


def test_only_facts_go_without_the_instant_of_the_database() -> None:
    bare = {
        table._meta.db_table
        for table in TABLES
        for field in instants_of(table)
        if not field.has_db_default() or field.null
    }
    assert bare == set(FACTS)


@pytest.fixture
def _no_twin_stays(db: None) -> Iterator[None]:
    twins.drop_twin()
    yield
    twins.drop_twin()


@pytest.mark.owner("makes twins of tables")
@pytest.mark.usefixtures("_no_twin_stays")
@pytest.mark.django_db(transaction=False)
@pytest.mark.parametrize("table", STAMPED, ids=lambda table: table._meta.label)
def test_a_plain_insert_gets_the_present_instant(table: Any) -> None:
    names = {item.name for item in table._meta.constraints}
    twins.make_twin(table, without=names)
    fields = instants_of(table)
    row = twins.acceptable_row(table)
    for field in fields:
        del row[field.column]
    twins.add(row)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(field.column for field in fields)} FROM {twins.TWIN}")
        (kept,) = cursor.fetchall()
    for value in kept:
        # UTC whatever the time zone of the server's session: half a minute tells it from the next zone.
        found = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
        away = found.replace(tzinfo=dt.UTC) - dt.datetime.now(dt.UTC)
        assert abs(away) < dt.timedelta(seconds=30), (table._meta.db_table, value)


def test_what_changes_a_row_moves_the_instant_of_its_change() -> None:
    still = [
        table._meta.db_table
        for table in TABLES
        for field in instants_of(table)
        if field.name == "updated_at" and not (isinstance(field, models.DateTimeField) and field.auto_now)
    ]
    assert still == []


@pytest.mark.django_db
def test_a_saved_change_moves_it_and_leaves_the_instant_of_its_making(organization: Any) -> None:
    before = (organization.created_at, organization.updated_at)
    organization.name = "Another name"
    organization.save(update_fields=["name", "updated_at"])
    organization.refresh_from_db()
    assert organization.created_at == before[0]
    assert organization.updated_at > before[1]
