"""Tables of high volume, divided by months on MariaDB and MySQL; plain tables on SQLite.

Months are added by the procedure `sp_partition_upkeep`, which a scheduled event of the server calls, and the worker
every day as well: it bears repetition. The last partition takes what no month takes, so no row is ever refused.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from edusync.kernel import clock
from edusync.kernel.schema.live import partition_rows
from edusync.kernel.schema.shapes import Shape

LAST = "pmax"
MONTHS_AHEAD = 2
BATCH = 1_000


@dataclasses.dataclass(frozen=True, slots=True)
class PartitionedTable:
    """A table divided by the month of `column`. It has no foreign keys and no unique key but its id.

    `stays_because` says why months cannot be taken out of it; empty where they can.
    """

    label: str
    column: str
    stays_because: str = ""

    @property
    def model(self) -> type[models.Model]:
        """The table's class."""
        return apps.get_model(self.label)

    @property
    def table(self) -> str:
        """The table's name in the database."""
        return str(self.model._meta.db_table)


_tables: dict[str, PartitionedTable] = {}


def declare_partitioned(label: str, column: str, *, stays_because: str = "") -> None:
    """Divide a table by the month of an instant in it."""
    _tables[label] = PartitionedTable(label, column, stays_because)


def partitioned_tables() -> list[PartitionedTable]:
    """Every declared table by label."""
    return [_tables[label] for label in sorted(_tables)]


def partitioned(table: str) -> PartitionedTable:
    """The declaration of a table by its name in the database. Raises LookupError."""
    found = [item for item in partitioned_tables() if item.table == table]
    if not found:
        raise LookupError(f"{table} is not divided by months")
    return found[0]


def install(using: str = "default") -> list[str]:
    """Divide declared tables that are still plain, add the months to come; return the tables that were divided."""
    connection = connections[using]
    if connection.vendor != "mysql":
        return []
    divided = []
    for item in partitioned_tables():
        if not list(partition_rows(connection, item.table)):
            divide(connection, item)
            divided.append(item.table)
    with connection.cursor() as cursor:
        cursor.execute("CALL sp_partition_upkeep(%s)", [MONTHS_AHEAD])
    return divided


def divide(connection: Any, item: PartitionedTable) -> None:
    """Make a plain table a divided one: a month each from its first row on. The table is copied and locked meanwhile."""
    quote = connection.ops.quote_name
    table, column = quote(item.table), quote(item.column)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MIN({column}) FROM {table}")  # noqa: S608 - names of our own
        first = cursor.fetchone()[0] or clock.now()
        months = ", ".join(
            f"PARTITION {name_of(month)} VALUES LESS THAN ('{next_month(month)}')"
            for month in months_between(month_of(first), month_of(clock.now()))
        )
        cursor.execute(
            f"ALTER TABLE {table} DROP PRIMARY KEY, ADD PRIMARY KEY (id, {column})"
            f" PARTITION BY RANGE COLUMNS ({column}) ({months}, PARTITION {LAST} VALUES LESS THAN (MAXVALUE))"
        )


def month_of(instant: dt.datetime | dt.date) -> dt.date:
    """First day of the month."""
    return dt.date(instant.year, instant.month, 1)


def next_month(month: dt.date) -> dt.date:
    """First day of the month after."""
    return dt.date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months_between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """First days of the months from one to the other, both included."""
    while first <= last:
        yield first
        first = next_month(first)


def name_of(month: dt.date) -> str:
    """Name of a month's partition."""
    return f"p{month:%Y%m}"


def widen_primary_key(connection: BaseDatabaseWrapper, table: type[models.Model], shape: Shape) -> None:
    """On a divided table the instant is part of the primary key: change what is expected."""
    if connection.vendor != "mysql" or table._meta.label not in _tables:
        return
    key = ("primary key", "")
    column = _tables[table._meta.label].column
    shape[key] = dataclasses.replace(shape[key], text=f"(`id`,`{column}`)")


def differences(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, str, str, str]]:
    """(table, what is wrong, wanted, found) of tables that are not divided as declared."""
    if connection.vendor != "mysql":
        return
    declared = {item.table: item for item in partitioned_tables()}
    for table in sorted(declared.keys() | divided_tables(connection)):
        rows = list(partition_rows(connection, table))
        if table not in declared:
            yield table, "extra", "", rows[0][1]
            continue
        wanted = f"RANGE COLUMNS {declared[table].column}"
        if not rows:
            yield table, "missing", wanted, ""
        elif rows[0][1] != wanted:
            yield table, "different", wanted, rows[0][1]
        else:
            coming = name_of(next_month(month_of(clock.now())))
            missing = {coming, LAST} - {name for name, _, _ in rows}
            if missing:
                yield table, "missing", ", ".join(sorted(missing)), ", ".join(name for name, _, _ in rows)


def divided_tables(connection: BaseDatabaseWrapper) -> set[str]:
    """Tables that have partitions."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT table_name FROM information_schema.partitions"
            " WHERE table_schema = DATABASE() AND partition_name IS NOT NULL"
        )
        return {str(name) for (name,) in cursor.fetchall()}


def keep_up(using: str = "default") -> None:
    """Add the months to come, and drop past months that are empty since their rows were removed."""
    connection = connections[using]
    if connection.vendor == "mysql":
        with connection.cursor() as cursor:
            cursor.execute("CALL sp_partition_upkeep(%s)", [MONTHS_AHEAD])


def archive_month(table: str, month: dt.date, using: str = "default") -> str:
    """Take a past month out of a divided table into a table of its own, at once, and return that table's name.

    On SQLite, where nothing is divided, the rows are moved in batches. Raises LookupError, ValueError for a month that
    is not over, or a table that must stay whole.
    """
    item = partitioned(table)
    if item.stays_because:
        raise ValueError(item.stays_because)
    if next_month(month) > month_of(clock.now()):
        raise ValueError(f"{month:%Y-%m} is not over")
    connection = connections[using]
    name = f"{table}_archive_{name_of(month)}"
    if connection.vendor == "mysql":
        with connection.cursor() as cursor:
            cursor.execute("CALL sp_partition_archive(%s, %s)", [table, name_of(month)])
        return name
    move_rows(connection, item, month, name)
    return name


def move_rows(connection: Any, item: PartitionedTable, month: dt.date, name: str) -> None:
    """Copy a month's rows into a table of its own and delete them, a batch at a time."""
    manager: Any = getattr(item.model, "unscoped", None) or item.model._base_manager
    begin, end = (dt.datetime.combine(day, dt.time(), dt.UTC) for day in (month, next_month(month)))
    rows = manager.filter(**{f"{item.column}__gte": begin, f"{item.column}__lt": end}).order_by("pk")
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {quote(name)} AS SELECT * FROM {quote(item.table)} WHERE 0"  # noqa: S608
        )
        while keys := list(rows.values_list("pk", flat=True)[:BATCH]):
            marks = ", ".join(["%s"] * len(keys))
            cursor.execute(
                f"INSERT INTO {quote(name)} SELECT * FROM {quote(item.table)} WHERE id IN ({marks})",  # noqa: S608
                keys,
            )
            manager.filter(pk__in=keys).delete()
