"""Every column that others determine is, in the demo school, what its own way of being made anew makes of it."""

import re
from collections import defaultdict
from io import StringIO

from django.apps import apps
from django.core.management import call_command

from edusync.grading.services.totals import follow_stale
from edusync.kernel.schema.derived import RECOUNT, DerivedColumn, derived_columns, recount
from tests.demo_school.tables import rows

COMMAND = re.compile(r"`manage\.py ([\w ]+)`")


def columns_by_command() -> dict[str, list[DerivedColumn]]:
    found = defaultdict(list)
    for item in derived_columns():
        command = COMMAND.fullmatch(item.rebuild)
        if command and item.rebuild != RECOUNT:
            found[command[1]].append(item)
    return found


def kept_values(item: DerivedColumn) -> list[str]:
    """The column of all rows, sorted: a rebuild may give rows new keys."""
    table = apps.get_model(item.label)._meta.db_table
    return sorted(str(value) for (value,) in rows(f"SELECT {item.column} FROM {table}"))


def numbers_that_triggers_keep_are_what_a_count_finds() -> None:
    assert {name: wrong for name, wrong in recount().items() if wrong} == {}


def what_services_keep_is_what_its_command_makes() -> None:
    follow_stale()  # what the worker does within a minute: rows that say of themselves that they wait
    for command, items in columns_by_command().items():
        rebuild_changes_nothing(command, items)


def rebuild_changes_nothing(command: str, items: list[DerivedColumn]) -> None:
    before = {item: kept_values(item) for item in items}
    assert any(before.values()), "the demo school has no row to try"
    call_command(*command.split(), stdout=StringIO())
    changed = {f"{item.label}.{item.column}" for item in items if kept_values(item) != before[item]}
    assert changed == set()
