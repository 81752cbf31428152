"""Tables divided by months: every row has its place, months come and go, a past month can be taken out."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from edusync.kernel import clock
from edusync.kernel.schema import compare, partitions
from edusync.kernel.schema.live import partition_rows
from edusync.kernel.tasks import periodic_jobs

TABLE = "identity_login_attempt"
IS_MYSQL = connection.vendor == "mysql"


def attempts():
    return apps.get_model("identity.LoginAttempt").objects


def months_ago(count):
    """First day of the month so many months ago."""
    month = partitions.month_of(clock.now())
    for _ in range(count):
        month = partitions.month_of(month - dt.timedelta(days=1))
    return month


def names():
    return [name for name, _, _ in partition_rows(connection, TABLE)]


def execute(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def undivide():
    if IS_MYSQL:
        execute(f"ALTER TABLE {TABLE} REMOVE PARTITIONING")


@pytest.fixture
def database(bare_database):
    """The test database, and afterwards as it was."""
    try:
        yield
    finally:
        for name in connection.introspection.table_names():
            if name.startswith(f"{TABLE}_archive_"):
                execute(f"DROP TABLE {name}")
        attempts().filter(method="test").delete()
        partitions.install()


def attempt(month):
    """An attempt in the middle of a month."""
    instant = dt.datetime.combine(month.replace(day=15), dt.time(12), dt.UTC)
    return attempts().create(method="test", outcome="succeeded", occurred_at=instant)


def test_divided_tables_have_no_foreign_keys_and_no_unique_key_but_their_id():
    assert len(partitions.partitioned_tables()) >= 3
    for item in partitions.partitioned_tables():
        fields = item.model._meta.local_concrete_fields
        assert not [field for field in fields if field.remote_field and field.db_constraint], item
        assert not [field for field in fields if field.unique and not field.primary_key], item
        assert not item.model._meta.total_unique_constraints, item
        # Nobody points to them by a key either.
        assert not [
            relation for relation in item.model._meta.related_objects if relation.field.db_constraint
        ], item


def test_months_are_counted_over_the_turn_of_the_year():
    found = partitions.months_between(dt.date(2026, 11, 1), dt.date(2027, 2, 1))
    assert [partitions.name_of(month) for month in found] == ["p202611", "p202612", "p202701", "p202702"]


def test_a_plain_table_is_divided_from_its_first_row_on_and_only_once(database):
    undivide()
    attempt(months_ago(2))
    assert partitions.install() == ([TABLE] if IS_MYSQL else [])
    assert partitions.install() == []
    wanted = [partitions.name_of(months_ago(count)) for count in (2, 1, 0)]
    assert names()[:3] == (wanted if IS_MYSQL else [])
    assert attempts().filter(method="test").count() == 1


def test_upkeep_adds_months_drops_empty_past_ones_and_bears_repetition(database):
    undivide()
    old = attempt(months_ago(2))
    partitions.install()
    attempts().filter(pk=old.pk).delete()
    for _ in range(2):
        periodic_jobs()["kernel.partitions"].run()
        month = partitions.month_of(clock.now())
        coming = []
        for _ in range(partitions.MONTHS_AHEAD + 1):
            coming.append(partitions.name_of(month))
            month = partitions.next_month(month)
        assert names() == ([*coming, "pmax"] if IS_MYSQL else [])


def test_a_past_month_with_rows_stays(database):
    undivide()
    attempt(months_ago(2))
    partitions.install()
    partitions.keep_up()
    assert attempts().filter(method="test").count() == 1
    assert names()[:1] == ([partitions.name_of(months_ago(2))] if IS_MYSQL else [])


def test_a_past_month_moves_into_a_table_of_its_own(database):
    undivide()
    old, kept = attempt(months_ago(3)), attempt(months_ago(2))
    partitions.install()
    name = partitions.archive_month(TABLE, months_ago(3))
    assert name == f"{TABLE}_archive_{partitions.name_of(months_ago(3))}"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {name}")
        assert cursor.fetchall() in ([(old.pk,)], ((old.pk,),))
    assert list(attempts().filter(method="test").values_list("pk", flat=True)) == [kept.pk]
    # An archive is no surprise to the check of the schema.
    assert list(compare.strange_tables(connection)) == []


def test_a_month_that_is_not_over_and_a_table_that_is_not_divided_are_refused(database):
    with pytest.raises(ValueError, match="is not over"):
        partitions.archive_month(TABLE, months_ago(0))
    with pytest.raises(LookupError, match="not divided"):
        partitions.archive_month("identity_user", months_ago(2))
    with pytest.raises(ValueError, match="stays whole"):
        partitions.archive_month("audit_audit_event", months_ago(2))
    with pytest.raises(CommandError, match="not divided"):
        call_command("schema", "archive", "identity_user", "2020-01")


@pytest.mark.django_db
def test_divided_append_only_tables_still_refuse_changes(organization):
    from edusync.kernel import audit

    audit.record("identity.role.granted", actor=None, target=("user", 1), facts={})
    event = apps.get_model("audit.AuditEvent").objects.latest("pk")
    with pytest.raises(DatabaseError):
        type(event).objects.filter(pk=event.pk).update(action="other")


def broken():
    """What is found where a divided table is plain, or one is divided that nobody declared."""
    return [(item.place, item.what) for item in compare.partitions_differences(connection)]


def test_partitions_that_are_missing_or_nobody_asked_for_are_told(database):
    assert broken() == []
    undivide()
    assert broken() == ([(TABLE, "missing")] if IS_MYSQL else [])
    partitions.install()
    if IS_MYSQL:
        execute("ALTER TABLE kernel_rate_counter PARTITION BY KEY () PARTITIONS 2")
        try:
            assert broken() == [("kernel_rate_counter", "extra")]
        finally:
            execute("ALTER TABLE kernel_rate_counter REMOVE PARTITIONING")
        ahead = ", ".join(names()[1:])
        execute(
            f"ALTER TABLE {TABLE} REORGANIZE PARTITION {ahead} INTO (PARTITION pmax VALUES LESS THAN (MAXVALUE))"
        )
        assert broken() == [(TABLE, "missing")]
        partitions.install()
    assert broken() == []
