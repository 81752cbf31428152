"""`schema check` finds what differs between code and database, and nothing on a database that was just made."""

import contextlib
import json
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models

from edusync.kernel import sqlobjects
from edusync.kernel.models import IdempotencyRecord, RateCounter, ScheduledJob
from edusync.kernel.schema import compare, live, shapes

IS_MYSQL = connection.vendor == "mysql"


@pytest.fixture
def database(bare_database):
    """The test database, and at the end the proof that every table was put back."""
    yield
    assert found_in(IdempotencyRecord, ScheduledJob, RateCounter, legal_hold(), retention_rule()) == []


def legal_hold():
    return apps.get_model("privacy.LegalHold")


def retention_rule():
    return apps.get_model("privacy.RetentionRule")


def found_in(*tables):
    """First lines of the differences of these tables."""
    return [str(item).splitlines()[0] for item in compare.table_differences(connection, list(tables))]


def named(model, name):
    return next(item for item in (*model._meta.constraints, *model._meta.indexes) if item.name == name)


def altered(model, name, **changes):
    """The field with other options."""
    field = model._meta.get_field(name)
    _, _, args, kwargs = field.deconstruct()
    if field.is_relation:
        kwargs["to"] = field.related_model
    new = type(field)(*args, **{**kwargs, **changes})
    new.set_attributes_from_name(name)
    new.model = model
    return field, new


@contextlib.contextmanager
def altering(model, name, **changes):
    old, new = altered(model, name, **changes)
    with connection.schema_editor() as editor:
        editor.alter_field(model, old, new)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(model, new, old)


@contextlib.contextmanager
def without(model, name):
    """The table without a check, a unique key or an index."""
    item = named(model, name)
    kind = "index" if isinstance(item, models.Index) else "constraint"
    kept = model._meta.constraints
    # SQLite makes the table anew from the model, which has to be without it then.
    model._meta.constraints = [constraint for constraint in kept if constraint is not item]
    try:
        with connection.schema_editor() as editor:
            getattr(editor, f"remove_{kind}")(model, item)
    finally:
        model._meta.constraints = kept
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            getattr(editor, f"add_{kind}")(model, item)


@contextlib.contextmanager
def executing(*statements):
    """Statements, and at the end what takes them back: pairs of (do, undo)."""
    with connection.cursor() as cursor:
        for do, _ in statements:
            cursor.execute(do)
        try:
            yield
        finally:
            for _, undo in reversed(statements):
                cursor.execute(undo)


def test_a_new_database_is_as_the_code_says(database):
    assert [str(item) for item in compare.differences()] == []
    output = StringIO()
    call_command("schema", "check", stdout=output)
    assert "as the code says" in output.getvalue()


@pytest.mark.django_db
def test_every_table_is_compared():
    compared = {table._meta.db_table for table in compare.compared_tables()}
    assert {table._meta.db_table for table in apps.get_models() if table._meta.managed} <= compared
    assert "identity_user_groups" in compared


@pytest.mark.parametrize(
    ("table", "name", "kind"),
    [
        ("kernel.IdempotencyRecord", "idempotency_expires_idx", "index"),
        ("kernel.IdempotencyRecord", "idempotency_record_actor_key_uniq", "unique key"),
        ("privacy.RetentionRule", "retention_rule_days_check", "check"),
    ],
)
def test_a_missing_key_or_check_is_named(database, table, name, kind):
    model = apps.get_model(table)
    with without(model, name):
        assert found_in(model) == [f"{model._meta.db_table}: {kind} {name} is missing"]


@pytest.mark.parametrize(
    ("table", "column", "changes"),
    [
        ("kernel.ScheduledJob", "last_result", {"max_length": 201}),
        ("kernel.ScheduledJob", "leased_by", {"null": True}),
        ("kernel.IdempotencyRecord", "content_type", {"db_default": "text/plain"}),
        (
            "kernel.ScheduledJob",
            "last_result",
            {"db_collation": "utf8mb4_bin" if IS_MYSQL else "nocase"},
        ),
    ],
    ids=["type", "null", "default", "collation"],
)
def test_a_different_column_is_told_with_both_texts(database, table, column, changes):
    model = apps.get_model(table)
    with altering(model, column, **changes):
        (found,) = compare.table_differences(connection, [model])
        assert (found.kind, found.name, found.what) == ("column", column, "different")
        assert found.wanted
        assert found.wanted != found.found
        assert f"wanted: {found.wanted}" in str(found)
        assert f"found: {found.found}" in str(found)


def test_a_missing_foreign_key_is_named(database):
    model = legal_hold()
    with altering(model, "user", db_constraint=False):
        assert found_in(model) == ["privacy_legal_hold: foreign key is missing"]


def test_an_extra_column_is_named(database):
    field = models.IntegerField(null=True)
    field.set_attributes_from_name("surplus")
    with connection.schema_editor() as editor:
        editor.add_field(ScheduledJob, field)
    try:
        assert found_in(ScheduledJob) == ["kernel_scheduledjob: column surplus is extra"]
    finally:
        with connection.schema_editor() as editor:
            editor.remove_field(ScheduledJob, field)


def test_a_missing_column_is_named(database):
    field = ScheduledJob._meta.get_field("last_run_at")
    with connection.schema_editor() as editor:
        editor.remove_field(ScheduledJob, field)
    try:
        assert found_in(ScheduledJob) == ["kernel_scheduledjob: column last_run_at is missing"]
    finally:
        with connection.schema_editor() as editor:
            editor.add_field(ScheduledJob, field)


def test_an_index_on_other_columns_is_different(database):
    drop = "DROP INDEX rate_counter_ends_idx" + (" ON kernel_rate_counter" if IS_MYSQL else "")
    create = "CREATE INDEX rate_counter_ends_idx ON kernel_rate_counter (`{}`)"
    if not IS_MYSQL:
        create = create.replace("`", '"')
    with executing((drop, create.format("ends_at")), (create.format("used"), drop)):
        assert found_in(RateCounter) == ["kernel_rate_counter: index rate_counter_ends_idx is different"]


def test_an_extra_index_is_named(database):
    drop = "DROP INDEX rate_counter_surplus" + (" ON kernel_rate_counter" if IS_MYSQL else "")
    with executing(("CREATE INDEX rate_counter_surplus ON kernel_rate_counter (used)", drop)):
        (found,) = compare.table_differences(connection, [RateCounter])
        assert (found.kind, found.what) == ("index", "extra")
        assert "used" in found.found


def test_a_missing_and_an_extra_table_are_named(database):
    moved = "kernel_rate_counter RENAME TO kernel_rate_counter_gone"
    back = "kernel_rate_counter_gone RENAME TO kernel_rate_counter"
    with executing((f"ALTER TABLE {moved}", f"ALTER TABLE {back}")):
        assert found_in(RateCounter) == ["table kernel_rate_counter is missing"]
        assert [str(item) for item in compare.strange_tables(connection)] == [
            "table kernel_rate_counter_gone is extra"
        ]


def test_a_different_generated_column_is_told():
    """Of a generated column the text that computes it counts."""
    parts = [
        shapes.shape_of(
            shapes.table_parts(f"CREATE TABLE `t` (`live` smallint GENERATED ALWAYS AS ({text}) VIRTUAL)"), ()
        )
        for text in ("case when `gone` is null then 1 end", "1")
    ]
    (found,) = compare.shape_differences("t", *parts)
    assert (found.kind, found.name, found.what) == ("column", "live", "different")


def changed(statement):
    """The same trigger or view with another effect."""
    return statement.replace("append-only", "append only").replace("'a' AS letter", "'b' AS letter")


@pytest.fixture
def view(monkeypatch, database):
    """A view besides the project's own objects."""
    file = sqlobjects.ObjectFile(
        "kernel",
        "kitchen_view",
        "view",
        "-- The kitchen_view.\nCREATE VIEW kitchen_view AS SELECT 'a' AS letter",
    )
    own = sqlobjects.object_files(connection.vendor)
    monkeypatch.setattr(sqlobjects, "object_files", lambda vendor: [*own, file])
    sqlobjects.install_object(connection, file)
    yield file
    sqlobjects.drop_object(connection, "view", "kitchen_view")


def own_file(name):
    return next(file for file in sqlobjects.object_files(connection.vendor) if file.name == name)


def test_a_changed_view_is_told_with_both_texts(view):
    assert list(compare.object_differences(connection)) == []
    broken = sqlobjects.ObjectFile(view.app, view.name, view.kind, changed(view.statement))
    sqlobjects.install_object(connection, broken)
    (found,) = compare.object_differences(connection)
    assert str(found).startswith("view kitchen_view is different\n    wanted: CREATE")
    assert found.wanted != found.found


def test_a_missing_view_is_named(view):
    sqlobjects.drop_object(connection, "view", "kitchen_view")
    (found,) = compare.object_differences(connection)
    assert (found.kind, found.name, found.what) == ("view", "kitchen_view", "missing")


def test_a_changed_trigger_is_told_and_a_missing_and_an_extra_one(database):
    name = "audit_event_no_delete"
    file = own_file(name)
    try:
        sqlobjects.install_object(
            connection, sqlobjects.ObjectFile(file.app, name, file.kind, changed(file.statement))
        )
        (found,) = compare.object_differences(connection)
        assert (found.kind, found.name, found.what) == ("trigger", name, "different")
        assert "append-only" in found.wanted
        assert "append only" in found.found
        sqlobjects.drop_object(connection, "trigger", name)
        (found,) = compare.object_differences(connection)
        assert (found.name, found.what) == (name, "missing")
        surplus = sqlobjects.ObjectFile(
            file.app, "surplus", "trigger", file.statement.replace(name, "surplus", 1)
        )
        sqlobjects.install_object(connection, surplus)
        assert {(item.name, item.what) for item in compare.object_differences(connection)} == {
            (name, "missing"),
            ("surplus", "extra"),
        }
    finally:
        sqlobjects.drop_object(connection, "trigger", "surplus")
        sqlobjects.install_object(connection, file)


# (name, what breaks it, what mends it)
SETTINGS = {
    "sqlite": [
        ("recursive_triggers", "PRAGMA recursive_triggers = OFF", "PRAGMA recursive_triggers = ON"),
        ("foreign_keys", "PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON"),
    ],
    "mysql": [
        (
            "engine",
            "ALTER TABLE kernel_rate_counter ENGINE = MyISAM",
            "ALTER TABLE kernel_rate_counter ENGINE = InnoDB",
        ),
        (
            "row_format",
            "ALTER TABLE kernel_rate_counter ROW_FORMAT = COMPACT",
            "ALTER TABLE kernel_rate_counter ROW_FORMAT = DEFAULT",
        ),
        (
            "collation",
            "ALTER TABLE kernel_rate_counter COLLATE utf8mb4_general_ci",
            "ALTER TABLE kernel_rate_counter COLLATE utf8mb4_unicode_520_ci",
        ),
        (
            "sql_mode",
            "SET sql_mode = ''",
            "SET sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO'",
        ),
        (
            "transaction_isolation",
            "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
            "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
        ),
    ],
}


@pytest.mark.parametrize(("name", "broken", "mended"), SETTINGS[connection.vendor])
def test_a_setting_on_which_the_schema_rests_is_told(database, name, broken, mended):
    assert list(compare.server_differences(connection)) == []
    with executing((broken, mended)):
        (found,) = compare.server_differences(connection)
        assert (found.name, found.what) == (name, "different")
    assert list(compare.server_differences(connection)) == []


def test_the_command_ends_with_an_error_that_names_the_difference(database):
    with executing(("CREATE TABLE surplus (id integer)", "DROP TABLE surplus")):
        with pytest.raises(CommandError, match="table surplus is extra"):
            call_command("schema", "check", stdout=StringIO())
        output = StringIO()
        with pytest.raises(CommandError):
            call_command("schema", "check", "--json", stdout=output)
        (found,) = json.loads(output.getvalue())
        assert found == {
            "place": "",
            "kind": "table",
            "name": "surplus",
            "what": "extra",
            "wanted": "",
            "found": "",
        }


def test_the_text_of_a_table_is_taken_apart_at_its_own_commas():
    text = "CREATE TABLE `t` (`a` varchar(3) DEFAULT 'x,)', KEY `k` (`a`,`b`), CONSTRAINT `c` CHECK (`a` in ('(',','))) ENGINE=InnoDB"
    assert [(part.kind, part.name) for part in shapes.table_parts(text)] == [
        ("column", "a"),
        ("index", "k"),
        ("check", "c"),
        ("option", "engine"),
    ]


def test_a_table_made_again_from_a_dump_is_the_same():
    """MySQL shows the character set of a column whose collation stood in the statement, and of no other."""
    shown, again = (
        shapes.shape_of(shapes.table_parts(f"CREATE TABLE `t` (`a` varchar(3){text} NOT NULL)"), ())
        for text in (
            " COLLATE utf8mb4_unicode_520_ci",
            " CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci",
        )
    )
    assert list(compare.shape_differences("t", shown, again)) == []


def test_a_real_table_made_again_from_its_own_text_is_the_same(database):
    if not IS_MYSQL:
        pytest.skip("SQLite keeps the text of a table as it was written")
    with connection.cursor() as cursor:
        cursor.execute("SHOW CREATE TABLE kernel_rate_counter")
        text = cursor.fetchone()[1]
    drop, make = "DROP TABLE kernel_rate_counter", text
    with executing((drop, "DO 0"), (make, "DO 0")):
        assert found_in(RateCounter) == []


def test_texts_are_compared_without_comments_definer_and_quotes():
    kept = "CREATE DEFINER=`app`@`%` TRIGGER `t` BEFORE DELETE ON `x` FOR EACH ROW\n-- why\nDO 1;"
    assert live.comparable(kept) == "CREATE TRIGGER t BEFORE DELETE ON x FOR EACH ROW DO 1"
