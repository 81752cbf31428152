"""Tables, columns, keys, checks and indexes are named by one rule, and there are as many tables as the sources ask for."""

import re
from typing import Any

from django.apps import apps
from django.db import models

from edusync.kernel.registry import own_apps

TABLES = [
    model
    for model in apps.get_models(include_auto_created=True)
    if model._meta.managed and model._meta.app_config.name in own_apps()
]
WORD = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
ENDINGS = {models.UniqueConstraint: "_uniq", models.CheckConstraint: "_check", models.Index: "_idx"}
# One of the sources claims 91 tables and names 75, another 37.
LEAST_TABLES = 91
LONGEST = 64
# Django's own words, and instants that bound something: since, from, until, before.
BOUNDS = ("_at", "_until", "_since", "_from", "_before")
OTHER_WORDS = {
    "kernel_shared_value.expires",
    "identity_user.last_login",
    "enrollment_enrollment_extension.until",
}
OTHER_NAMES = {"user_session_key_iff_open"}


def named_things() -> list[tuple[Any, Any]]:
    return [(model, item) for model in TABLES for item in (*model._meta.constraints, *model._meta.indexes)]


def test_there_are_more_tables_than_any_source_asks_for() -> None:
    assert len(TABLES) > LEAST_TABLES
    assert len({model._meta.db_table for model in TABLES}) == len(TABLES)


def test_a_table_is_named_after_its_app() -> None:
    wrong = [
        model._meta.db_table
        for model in TABLES
        if not model._meta.db_table.startswith(f"{model._meta.app_label}_")
        or not WORD.fullmatch(model._meta.db_table)
    ]
    assert wrong == []


def test_columns_are_words_in_small_letters() -> None:
    wrong = [
        f"{model._meta.db_table}.{field.column}"
        for model in TABLES
        for field in model._meta.local_concrete_fields
        if not WORD.fullmatch(field.column)
    ]
    assert wrong == []


def test_instants_say_that_they_are_instants() -> None:
    other = {
        f"{model._meta.db_table}.{field.column}"
        for model in TABLES
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.DateTimeField) and not field.column.endswith(BOUNDS)
    }
    assert other == OTHER_WORDS


def test_keys_checks_and_indexes_say_what_they_are() -> None:
    wrong = {
        item.name
        for _, item in named_things()
        if not WORD.fullmatch(item.name)
        or len(item.name) > LONGEST
        or not any(isinstance(item, kind) and item.name.endswith(end) for kind, end in ENDINGS.items())
    }
    assert wrong == OTHER_NAMES
    names = [item.name for _, item in named_things()]
    assert len(names) == len(set(names))
