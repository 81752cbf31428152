"""Every check and every unique key of every table refuses what it should, in the database itself, on every engine.

Rows are tried in a twin of the live table. Without the check, or without the key, the same row is taken: so the test
would fail if the object were missing.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction

from edusync.kernel.registry import own_apps
from tests.sql_objects import live_twins as twins

pytestmark = [pytest.mark.django_db(transaction=False), pytest.mark.owner("makes twins of tables")]

TABLES = [
    model for model in apps.get_models() if model._meta.managed and model._meta.app_config.name in own_apps()
]
CHECKED = [
    table
    for table in TABLES
    if any(isinstance(item, models.CheckConstraint) for item in table._meta.constraints)
]
UNIQUE = [table for table in TABLES if table._meta.total_unique_constraints]


@pytest.fixture(autouse=True)
def _no_twin_stays(db: None) -> Iterator[None]:
    twins.drop_twin()
    yield
    twins.drop_twin()


def checks_of(table: Any) -> list[models.CheckConstraint]:
    return [item for item in table._meta.constraints if isinstance(item, models.CheckConstraint)]


@pytest.mark.parametrize("table", CHECKED, ids=lambda table: table._meta.label)
def test_every_check_takes_good_rows_and_refuses_bad_ones(table: Any) -> None:
    checks = checks_of(table)
    names = {check.name for check in checks}
    twins.make_twin(table)
    good = twins.acceptable_row(table)
    refused = []
    for check in checks:
        if len(checks) > 1:  # alone, so that no other check answers first
            twins.make_twin(table, without=names - {check.name})
        variations = twins.variations(table, good, check)
        bad = next((row for row in variations if twins.insert(row) == check.name), None)
        assert bad is not None, f"nothing is refused by {check.name}"
        refused.append(bad)
    twins.make_twin(table, without=names)
    assert [twins.insert(row) for row in refused if twins.insert(row) in names] == []


@pytest.mark.parametrize("table", UNIQUE, ids=lambda table: table._meta.label)
def test_every_unique_key_refuses_a_second_row(table: Any) -> None:
    # Only the keys: what the checks say of a row is another test's matter.
    names = {item.name for item in table._meta.total_unique_constraints}
    checks = {item.name for item in checks_of(table)}
    twins.make_twin(table)
    row = twins.acceptable_row(table)
    for constraint in table._meta.total_unique_constraints:
        twins.make_twin(table, without=checks | names - {constraint.name})
        pairs = [pair(table, constraint, first) for first in counting_rows(table, constraint, row)]
        refused = next((two for two in pairs if is_named(refusal_of_second(*two), table, constraint)), None)
        assert refused is not None, constraint.name
        twins.make_twin(table, without=checks | names)
        assert refusal_of_second(*refused) == "", constraint.name


def counting_rows(
    table: Any, constraint: models.UniqueConstraint, row: dict[str, Any]
) -> list[dict[str, Any]]:
    """Rows that a key with a flag might bind: the flag is computed from other columns."""
    flags = [table._meta.get_field(name) for name in constraint.fields]
    fields = [
        field
        for flag in flags
        if isinstance(flag, models.GeneratedField)
        for field in twins.fields_of(table, flag.expression)
    ]
    rows = twins.combined(row, fields, [twins.values_for(field) for field in fields])
    return [found for found in rows if twins.insert(found) == ""]


def pair(
    table: Any, constraint: models.UniqueConstraint, row: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two rows that agree in the columns of the key and in nothing else that is unique by itself."""
    key = {table._meta.get_field(name).column for name in constraint.fields}
    fields = twins.columns(table)
    filled = {
        field.column: next(value for value in twins.values_for(field) if value is not None)
        for field in fields
        if field.column in key and row[field.column] is None
    }
    first = row | filled
    others = {
        field.column: other_value(field, first[field.column])
        for field in fields
        if field.column not in key and field.unique
    }
    return first, first | others


def other_value(field: Any, value: Any) -> Any:
    """A value that differs from this one."""
    if field.remote_field is not None or isinstance(field, models.AutoField | models.BigAutoField):
        return 2
    return next((other for other in twins.values_for(field) if other not in (value, None)), None)


def refusal_of_second(first: dict[str, Any], second: dict[str, Any]) -> str:
    """Name of the key that refuses the second row beside the first, empty where both are taken."""
    with transaction.atomic():
        twins.add(first)
        name = twins.insert(second)
        transaction.set_rollback(True)
    return name


def is_named(name: str, table: Any, constraint: models.UniqueConstraint) -> bool:
    """Whether a refusal is of that key: by its name on the servers, by its columns on SQLite."""
    wanted = ", ".join(table._meta.get_field(field).column for field in constraint.fields)
    return name in (constraint.name, wanted)
