"""Every guard of an append-only table refuses, and only because of it: without the guard the same change goes through.

A guard is tried on a twin of its table, with a row of today: some guards let old rows go.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models

from edusync.kernel import clock, sqlobjects
from edusync.kernel.sqlobjects import ObjectFile
from tests.sql_objects import live_twins as twins

GUARDS = [
    file
    for file in sqlobjects.object_files(connection.vendor)
    if file.kind == "trigger" and file.name.endswith(("_no_update", "_no_delete"))
]
TARGET = re.compile(r"(BEFORE (?:UPDATE|DELETE)[\w\s,]*?\sON\s)(\w+)")
CHANGES = {
    "_no_update": f"UPDATE {twins.TWIN} SET id = id + 1",
    "_no_delete": f"DELETE FROM {twins.TWIN}",
}
# Guards that let some columns change.
OWN_CHANGES = {
    "course_version_author_no_update": f"UPDATE {twins.TWIN} SET author_id = 2",
    "accessibility_report_no_update": f"UPDATE {twins.TWIN} SET lesson_count = lesson_count + 1",
}


@pytest.fixture
def database(bare_database: None) -> Iterator[None]:
    """The test database; no row of it is touched."""
    twins.drop_twin()
    yield
    twins.drop_twin()


def table_of(file: ObjectFile) -> type[models.Model]:
    found = TARGET.search(file.statement)
    assert found is not None, file.name
    return next(model for model in apps.get_models() if model._meta.db_table == found[2])


def row_of_today(table: type[models.Model]) -> dict[str, Any]:
    now = connection.ops.adapt_datetimefield_value(clock.now())
    return {
        field.column: 1
        if field.primary_key
        else now
        if isinstance(field, models.DateTimeField) and not field.null
        else twins.values_for(field)[0]
        for field in twins.columns(table)
    }


@pytest.mark.django_db
def test_guards_are_found() -> None:
    names = {file.name for file in GUARDS}
    assert {"audit_event_no_delete", "login_attempt_no_update", "progress_completion_no_delete"} <= names


@pytest.mark.parametrize("file", GUARDS, ids=lambda file: file.name)
def test_a_guard_refuses_and_nothing_else_does(database: None, file: ObjectFile) -> None:
    table = table_of(file)
    checks = {item.name for item in table._meta.constraints}
    twins.make_twin(table, without=checks, is_temporary=False)
    twins.add(row_of_today(table))
    statement = TARGET.sub(rf"\g<1>{twins.TWIN}", file.statement).replace(
        f"TRIGGER {file.name}", "TRIGGER tried_guard"
    )
    change = OWN_CHANGES.get(file.name) or CHANGES[file.name[-len("_no_update") :]]
    with connection.cursor() as cursor:
        cursor.execute(statement)
        with pytest.raises(DatabaseError) as refused:
            cursor.execute(change)
        assert sqlobjects.is_refused_by_trigger(refused.value)
        cursor.execute("DROP TRIGGER tried_guard")
        cursor.execute(change)
        assert cursor.rowcount == 1
