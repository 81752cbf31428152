"""The demo school against its schema, by plain SQL: normal forms, derived columns, references; and what it is to show. Made once.

One test: making the school takes longest. What fails is told check by check.
"""

import re
from typing import Any

import pytest
from django.core.management import call_command
from django.db import models, transaction

from tests.demo_school import derived, normal_forms, references, shown
from tests.demo_school.tables import TABLES

# Each is a sentence that must be true of the rows.
CHECKS = (
    normal_forms.the_demo_school_fills_most_tables,
    normal_forms.no_text_holds_a_list_that_is_not_said_to,
    normal_forms.what_a_row_repeats_of_its_parent_is_what_the_parent_says,
    normal_forms.a_pointer_that_determines_another_is_declared,
    normal_forms.a_dependency_is_found_where_there_is_one,
    references.no_parent_goes_while_a_row_points_to_it,
    references.no_row_points_nowhere,
    derived.numbers_that_triggers_keep_are_what_a_count_finds,
    derived.what_services_keep_is_what_its_command_makes,
    *shown.CHECKS,
)


@pytest.mark.django_db
@pytest.mark.owner("changes append-only rows, to see their keys refuse it")
def test_the_demo_school_keeps_every_rule_of_the_schema(organization: Any) -> None:
    call_command("seed_demo", verbosity=0)
    faults = {}
    for check in CHECKS:
        try:
            with transaction.atomic():
                check()
        except AssertionError as error:
            faults[check.__name__] = str(error)
    assert faults == {}


def test_no_column_is_one_of_a_numbered_row() -> None:
    """First normal form: `phone_1`, `phone_2` would be a table."""
    numbered = [
        f"{name}.{field.column}"
        for name, model in TABLES.items()
        for field in model._meta.local_concrete_fields
        if re.search(r"\d$", field.column) and not field.column.endswith("sha256")
    ]
    assert numbered == []


def test_no_table_has_a_primary_key_of_several_columns() -> None:
    """Second normal form: nothing can depend on a part of a key. The servers' partitions add their instant."""
    assert [
        name for name, model in TABLES.items() if isinstance(model._meta.pk, models.CompositePrimaryKey)
    ] == []


@pytest.mark.parametrize(
    ("values", "wanted"),
    [(["a,b", "c;d"], True), (["[4, 7]"], True), (["One thing, and more of it"], False), (["[1]"], False)],
)
def test_a_list_is_told_from_a_text(values: list[str], wanted: bool) -> None:
    assert normal_forms.holds_lists(values) is wanted
