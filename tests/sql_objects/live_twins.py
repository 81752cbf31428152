"""A twin of a live table without its triggers and foreign keys, in which rows can be tried, and rows to try."""

import datetime as dt
import itertools
import json
import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db import DatabaseError, connection, models, transaction

from edusync.kernel.ids import uuid7
from edusync.kernel.schema.shapes import closing, items

TWIN = "tried_rows"
IS_MYSQL = connection.vendor == "mysql"
EARLY, LATE = (dt.datetime(2026, month, 5, 12, tzinfo=dt.UTC) for month in (3, 9))
MOST_TRIES = 20_000
TEXTS = ("a", "", "b", "2026", "a.example")
DECIMALS = ("0.500", "1", "0", "-1", "50", "200")
VALUES: dict[Any, list[Any]] = {
    models.BooleanField: [False, True],
    models.DateField: [value.date().isoformat() for value in (EARLY, LATE)],
    models.JSONField: [json.dumps({}), json.dumps([])],
    models.IntegerField: [1, 0, 2, 5, 100, 101, 400, 1_000, 30_000, -1],
    models.BinaryField: [b"x"],
}


def make_twin(table: type[models.Model], without: Collection[str] = (), *, is_temporary: bool = True) -> None:
    """Make the twin from what the catalog says of the table, without the checks and keys that are named.

    Triggers of the servers want a table that is not temporary.
    """
    drop_twin()
    name = table._meta.db_table
    with connection.cursor() as cursor:
        if IS_MYSQL:
            cursor.execute(f"SHOW CREATE TABLE `{name}`")
            text = str(cursor.fetchone()[1])
        else:
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [name])
            (text,) = cursor.fetchone()
        start = text.index("(")
        end = closing(text, start)
        kept = [kept_item(item) for item in items(text[start + 1 : end]) if is_kept(item, without)]
        kind = "TEMPORARY TABLE" if is_temporary else "TABLE"
        cursor.execute(f"CREATE {kind} {TWIN} ({', '.join(kept)})")


def is_kept(item: str, without: Collection[str]) -> bool:
    """Whether a part of the table belongs into the twin. A temporary table of MySQL takes no full-text index."""
    quoted = re.search(r'[`"]([^`"]+)[`"]', item)
    is_one_of_them = quoted is not None and quoted[1] in without and item[0] not in '`"'
    is_out_of_place = "FOREIGN KEY" in item or item.startswith("FULLTEXT")
    return not is_out_of_place and not is_one_of_them


def kept_item(item: str) -> str:
    """A part without what points to other tables. MySQL knows the name of a check once in a database: there with a mark."""
    item = re.sub(r'\s+REFERENCES "\w+" \("\w+"\)( DEFERRABLE INITIALLY DEFERRED)?', "", item)
    return re.sub(r"CONSTRAINT `([^`]+)` CHECK", r"CONSTRAINT `~\1` CHECK", item)


def drop_twin() -> None:
    """Drop the twin. Of the servers the temporary one only: dropping any other ends the transaction of a test."""
    with connection.cursor() as cursor:
        kind = "TEMPORARY TABLE" if IS_MYSQL and connection.in_atomic_block else "TABLE"
        cursor.execute(f"DROP {kind} IF EXISTS {TWIN}")


Row = dict[str, Any]


def columns(table: type[models.Model]) -> list[Any]:
    """Columns that a row can be given."""
    return [
        field for field in table._meta.local_concrete_fields if not isinstance(field, models.GeneratedField)
    ]


def values_for(field: Any) -> list[Any]:
    """Values worth trying in a column, the likeliest first, in the form that the driver takes."""
    found = [value for value, _ in field.choices] + ["~"] if field.choices else values_of_kind(field)
    has_plain_default = field.has_default() and isinstance(field.default, str | int)
    if has_plain_default and not field.choices and field.remote_field is None:
        found = list(dict.fromkeys([field.get_default(), *found]))
    return [None, *found] if field.null else found


def values_of_kind(field: Any) -> list[Any]:
    """Values for a kind of column."""
    if field.remote_field is not None:
        # What the row points to may be known by a pointer itself.
        while field.remote_field is not None:
            field = field.target_field
        return [1, 2] if isinstance(field, models.IntegerField) else ["a", "b"]
    if isinstance(field, models.DateTimeField):
        return [connection.ops.adapt_datetimefield_value(value) for value in (EARLY, LATE)]
    if isinstance(field, models.DecimalField):
        return decimals(field)
    for kind, values in VALUES.items():
        if isinstance(field, kind):
            return values
    internal = field.get_internal_type()
    if internal == "BinUUIDField":
        return [field.get_db_prep_value(uuid7(), connection) for _ in range(2)]
    if internal == "GenericIPAddressField":
        return ["192.0.2.1"]
    return [value for value in TEXTS if not field.max_length or len(value) <= field.max_length]


def decimals(field: Any) -> list[str]:
    """Numbers for which the column has room."""
    room = field.max_digits - field.decimal_places
    return [value for value in DECIMALS if len(value.split(".", maxsplit=1)[0].lstrip("-")) <= room]


def insert(row: Row) -> str:
    """Try the row; name of the key or check that refuses it, empty where it is taken. Nothing stays."""
    try:
        with transaction.atomic():
            add(row)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return refusal(str(error.args[-1]))
    return ""


def add(row: Row) -> None:
    """Put the row into the twin."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in row)
    marks = ", ".join(["%s"] * len(row))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TWIN} ({names}) VALUES ({marks})", list(row.values()))


def refusal(message: str) -> str:
    """The name that an engine gives in its refusal: a check by its name, a key of SQLite by its columns."""
    for pattern in (
        r"CHECK constraint failed: (\w+)",
        r"[Cc]heck constraint '~?(\w+)' is violated",
        r"CONSTRAINT `~?(\w+)` failed",
        r"for key '(?:\w+\.)?(\w+)'",
        r"UNIQUE constraint failed: (.*)",
    ):
        found = re.search(pattern, message)
        if found:
            return found[1].replace(f"{TWIN}.", "")
    return message


def fields_of(table: type[models.Model], condition: object) -> list[Any]:
    """Columns that a condition or an expression speaks of."""
    words = {name.split("__", maxsplit=1)[0] for name in re.findall(r"\w+", str(condition))}
    return [field for field in columns(table) if {field.name, field.attname} & words]


def literals(condition: Any, field: Any) -> Iterator[Any]:
    """What a condition compares a column with, and for numbers what lies beside that."""
    for child in getattr(condition, "children", ()):
        if not isinstance(child, tuple):
            yield from literals(child, field)
        elif child[0].split("__", maxsplit=1)[0] in (field.name, field.attname):
            for value in child[1] if isinstance(child[1], list | tuple | set) else [child[1]]:
                if isinstance(value, str) or (
                    isinstance(value, int) and isinstance(field, models.BooleanField)
                ):
                    yield value
                elif isinstance(value, int) and not isinstance(value, bool):
                    yield from (value, value + 1, value - 1)


def acceptable_row(table: type[models.Model]) -> Row:
    """A row that the twin takes. Raises AssertionError where none is found."""
    row = {field.column: values_for(field)[0] for field in columns(table)}
    for field in columns(table):
        if field.primary_key and isinstance(field, models.AutoField | models.BigAutoField):
            row[field.column] = 1
    checks = {item.name: item for item in table._meta.constraints if isinstance(item, models.CheckConstraint)}
    for _ in range(len(checks) + 1):
        name = insert(row)
        if not name:
            return row
        assert name in checks, f"{table._meta.label}: {name} refuses {row}"
        fits = next((other for other in variations(table, row, checks[name]) if insert(other) != name), None)
        assert fits is not None, f"{name} takes no row"
        row = fits
    raise AssertionError(f"{table._meta.label}: no row found, last {insert(row)} refused {row}")


def variations(table: type[models.Model], row: Row, check: models.CheckConstraint) -> Iterator[Row]:
    """The row with other values in the columns of a check."""
    fields = fields_of(table, check.condition)
    choices = [dict.fromkeys([*values_for(field), *literals(check.condition, field)]) for field in fields]
    yield from combined(row, fields, choices)


def combined(row: Row, fields: Iterable[Any], choices: Iterable[Iterable[Any]]) -> Iterator[Row]:
    """The row with every combination of values in these columns, up to a limit."""
    names = [field.column for field in fields]
    for values in itertools.islice(itertools.product(*choices), MOST_TRIES):
        yield row | dict(zip(names, values, strict=True))
