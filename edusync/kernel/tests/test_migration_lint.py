"""Each rule refuses its kind of change, lets the safe way pass, and our own history passes as a whole."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import migrations, models
from django.db.migrations.state import ProjectState

from edusync.kernel.management.commands import lint_migrations as command
from edusync.kernel.migration_lint import ALLOWED_IN_HISTORY, RULES, lint_migration, lint_project


def fields(**more: Any) -> list[tuple[str, Any]]:
    return [
        ("id", models.BigAutoField(primary_key=True)),
        ("title", models.CharField(max_length=120)),
        ("note", models.CharField(max_length=40, null=True)),
        *more.items(),
    ]


def step(*operations: Any, **attributes: Any) -> migrations.Migration:
    """A migration of the app `shop` with these operations."""
    kind = type("Migration", (migrations.Migration,), {"operations": list(operations), **attributes})
    return kind("0002_change", "shop")


def broken(*operations: Any, **attributes: Any) -> list[str]:
    """Rules that the operations break on a table `Thing` that stands and is in use."""
    state = ProjectState()
    migrations.CreateModel("Thing", fields()).state_forwards("shop", state)
    return [finding.rule for finding in lint_migration(step(*operations, **attributes), state)]


def forth(apps: Any, editor: Any) -> None:
    """Changes rows."""


DANGERS: dict[str, Any] = {
    "removes-column": migrations.RemoveField("thing", "note"),
    "removes-table": migrations.DeleteModel("Thing"),
    "renames-column": migrations.RenameField("thing", "title", "name"),
    "renames-table": migrations.RenameModel("Thing", "Item"),
    "column-without-default": migrations.AddField("thing", "size", models.IntegerField(default=0)),
    "narrows-column": migrations.AlterField("thing", "title", models.CharField(max_length=80)),
    "rewrites-table": migrations.AlterField("thing", "title", models.TextField()),
    "checks-existing-rows": migrations.AddConstraint(
        "thing", models.CheckConstraint(condition=~models.Q(title=""), name="thing_title_check")
    ),
    "no-way-back": migrations.RunPython(forth),
    "destroys-by-sql": migrations.RunSQL("DROP TABLE shop_thing", migrations.RunSQL.noop),
    "unportable-constraint": migrations.CreateModel(
        "Other",
        fields(),
        options={
            "constraints": [
                models.UniqueConstraint(
                    fields=["title"], condition=models.Q(note=None), name="other_title_uniq"
                )
            ]
        },
    ),
}


@pytest.mark.parametrize("rule", DANGERS)
def test_a_dangerous_change_is_refused(rule):
    assert broken(DANGERS[rule]) == [rule]


def test_rows_and_tables_are_not_changed_in_one_migration():
    rows = migrations.RunPython(forth, migrations.RunPython.noop)
    column = migrations.AddField("thing", "size", models.IntegerField(null=True))
    assert broken(column, rows) == ["mixes-data-and-schema"]


def test_every_rule_is_tried():
    assert {*DANGERS, "mixes-data-and-schema"} == set(RULES)


@pytest.mark.parametrize(
    ("rule", "operation"),
    [
        (
            "narrows-column",
            migrations.AlterField("thing", "note", models.CharField(max_length=40, default="")),
        ),
        (
            "narrows-column",
            migrations.AlterField("thing", "title", models.CharField(max_length=120, unique=True)),
        ),
        (
            "rewrites-table",
            migrations.AddField(
                "thing",
                "length",
                models.GeneratedField(
                    expression=models.F("id") + 1, output_field=models.IntegerField(), db_persist=True
                ),
            ),
        ),
        ("renames-table", migrations.AlterModelTable("thing", "shop_item")),
        ("destroys-by-sql", migrations.RunSQL("OPTIMIZE TABLE shop_thing", migrations.RunSQL.noop)),
        ("no-way-back", migrations.RunSQL("UPDATE shop_thing SET note = ''")),
    ],
)
def test_other_ways_of_the_same_danger_are_refused(rule, operation):
    assert broken(operation) == [rule]


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("thing", "size", models.IntegerField(null=True)),
        migrations.AddField("thing", "size", models.IntegerField(default=0, db_default=0)),
        migrations.AlterField("thing", "note", models.CharField(max_length=60, null=True)),
        migrations.AddIndex("thing", models.Index(fields=["title"], name="thing_title_idx")),
        migrations.CreateModel("Other", fields(size=models.IntegerField())),
        migrations.RunPython(forth, migrations.RunPython.noop),
        migrations.RunSQL("UPDATE shop_thing SET note = ''", "UPDATE shop_thing SET note = NULL"),
    ],
)
def test_what_the_release_before_does_not_notice_passes(operation):
    assert broken(operation) == []


def test_a_table_made_by_the_same_migration_may_change_freely():
    other = migrations.CreateModel("Other", fields())
    change = migrations.AddField("other", "size", models.IntegerField(default=0))
    rule = models.CheckConstraint(condition=~models.Q(title=""), name="other_title_check")
    assert broken(other, change, migrations.AddConstraint("other", rule)) == []


def test_a_migration_allows_itself_a_rule_only_with_a_reason():
    assert broken(DANGERS["removes-column"], allows={"removes-column": "Not read since 2.3."}) == []
    assert broken(DANGERS["removes-column"], allows={"removes-column": " "}) == ["removes-column"]


def test_our_own_history_passes():
    assert lint_project(ALLOWED_IN_HISTORY) == []


def test_an_allowance_that_nothing_needs_is_told():
    needless = {**ALLOWED_IN_HISTORY, "kernel.0001_initial": ("removes-table",)}
    assert [finding.rule for finding in lint_project(needless)] == ["removes-table"]


def test_the_command_names_what_is_wrong_and_fails(monkeypatch):
    monkeypatch.setattr(command, "ALLOWED_IN_HISTORY", {})
    with pytest.raises(CommandError, match=r"courses\.0002_module_uuid: mixes-data-and-schema"):
        call_command("lint_migrations", stdout=StringIO())
