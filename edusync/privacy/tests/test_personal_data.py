"""The map of personal data is complete."""

import pytest
from django.db import models

from edusync.kernel import personal_data
from edusync.kernel.personal_data import OnErasure, clear, declare, keep, personal_tables, table, undeclared
from edusync.privacy.queries import data_map


def newly_undeclared(before):
    """What a change made incomplete."""
    return sorted(set(undeclared()) - before)


def test_every_column_about_people_is_declared():
    assert undeclared() == []


def test_a_forgotten_column_is_named():
    before, known = set(undeclared()), personal_data._tables["identity.UserProfile"]
    columns = {name: column for name, column in known.columns.items() if name != "phone"}
    try:
        declare(table("identity.UserProfile", "user_id", columns=columns, sets=known.sets))
        assert newly_undeclared(before) == [
            "identity.UserProfile.phone: may hold a fact about a person, and is not declared"
        ]
    finally:
        declare(known)


def test_a_forgotten_table_is_named():
    before, known = set(undeclared()), personal_data._tables.pop("identity.GroupMember")
    try:
        assert newly_undeclared(before) == [
            "identity.GroupMember.user: links to a person, and the table is not declared"
        ]
    finally:
        declare(known)


def test_a_column_that_is_gone_is_named():
    before, known = set(undeclared()), personal_data._tables["identity.GroupMember"]
    columns = {**known.columns, "nickname": clear("identity")}
    try:
        declare(table("identity.GroupMember", "user_id", columns=columns))
        assert newly_undeclared(before) == [
            "identity.GroupMember.nickname: is declared, and there is no such column"
        ]
    finally:
        declare(known)


def test_what_stays_needs_a_reason():
    with pytest.raises(ValueError, match="say why"):
        table("identity.GroupMember", "user_id", on_erasure="keep")
    with pytest.raises(ValueError, match="say why"):
        table("identity.GroupMember", "user_id", columns={"starts_on": keep("learning", "")})


@pytest.mark.parametrize("item", personal_tables(), ids=lambda item: item.label)
def test_what_stays_says_why(item):
    kept = [name for name, column in item.columns.items() if column.on_erasure == OnErasure.KEEP]
    assert not kept or item.reason or all(item.columns[name].reason for name in kept)


@pytest.mark.parametrize("item", personal_tables(), ids=lambda item: item.label)
def test_cleared_columns_can_be_emptied(item):
    for name, column in item.columns.items():
        field = item.model._meta.get_field(name)
        if item.on_erasure != OnErasure.DELETE and column.on_erasure == OnErasure.CLEAR and not item.eraser:
            assert field.null or not field.unique, f"{item.label}.{name} is unique and cannot be empty twice"
            assert field.null or not isinstance(field, models.DateField)


def test_the_map_is_searched_by_words_and_purpose():
    assert [entry["table"] for entry in data_map(search="emergency phone")] == ["identity.UserProfile"]
    assert {entry["purpose"] for entry in data_map(purpose="learning")} == {"learning"}
    assert data_map(search="no such thing at all") == []
