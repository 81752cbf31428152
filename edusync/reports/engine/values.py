"""Values as the database gives them, made alike on all engines, and as the cursor of a page carries them."""

import datetime
import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime

from edusync.kernel.problems import InvalidCursor
from edusync.reports.engine.declarations import Column

Value = str | int | Decimal | datetime.date | datetime.datetime | None
Row = tuple[Value, ...]
Cleaner = Callable[[Sequence[Any]], list[Value]]


def clean(column: Column, raw: Any) -> Value:
    """The value in the type of its kind: whole number, decimal with the column's places, day, instant in UTC, text."""
    return cleaner_of(column)((raw,))[0]


def cleaned_rows(columns: Iterable[tuple[int, Column]], rows: Sequence[Sequence[Any]]) -> Iterator[Row]:
    """The rows with these columns, each with its place in a raw row, made clean column by column."""
    if not rows:
        return iter(())
    raw = list(zip(*rows, strict=True))
    return zip(*[cleaner_of(column)(raw[place]) for place, column in columns], strict=True)


def cleaner_of(column: Column) -> Cleaner:
    """What makes the column's values of many rows clean. Nothing is called for those that are as they should be."""
    if column.kind in {"decimal", "percent"}:
        places = column.places
        return lambda values: [None if raw is None else _rounded(raw, places) for raw in values]
    return _CLEANERS.get(column.kind, _texts)


# Shares and points are the same few over and over. Equal numbers of different types are the same decimal.
@functools.lru_cache(maxsize=4096)
def _rounded(raw: Any, places: int) -> Decimal:
    return Decimal(str(raw)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _texts(values: Sequence[Any]) -> list[Value]:
    return [raw if raw is None or type(raw) is str else str(raw) for raw in values]


def _numbers(values: Sequence[Any]) -> list[Value]:
    return [raw if raw is None or type(raw) is int else int(raw) for raw in values]


def _days(values: Sequence[Any]) -> list[Value]:
    return [
        raw if raw is None or isinstance(raw, datetime.date) else parse_date(str(raw)[:10]) for raw in values
    ]


def _instants(values: Sequence[Any]) -> list[Value]:
    # Servers and SQLite give instants without a zone, which are UTC; what is told as text is read. Whatever makes one
    # of many rows is called from C: `replace` takes ten times as long as reading the text anew.
    kinds = set(map(type, values)) - {type(None)}
    if kinds == {str}:
        try:
            return [None if raw is None else _read_instant(raw + "+00:00") for raw in values]
        except ValueError:
            pass
    if kinds == {datetime.datetime}:
        return [
            raw
            if raw is None or raw.tzinfo
            else datetime.datetime.combine(raw.date(), raw.time(), datetime.UTC)
            for raw in values
        ]
    return [_instant(raw) for raw in values]


_read_instant = datetime.datetime.fromisoformat


def _instant(raw: Any) -> Value:
    at = raw if raw is None or isinstance(raw, datetime.datetime) else parse_datetime(str(raw))
    return at if at is None or at.tzinfo else at.replace(tzinfo=datetime.UTC)


def read_fast(column: Column, vendor: str) -> str:
    """The column as it is best read for many rows.

    Drivers call Python for each instant. Told as text it is read here, for many rows at once: on SQLite it is text, and
    only called an instant where nothing, not even a plus, stands before the column.
    """
    if column.kind != "datetime":
        return column.name
    return f"+{column.name}" if vendor == "sqlite" else f"CAST({column.name} AS CHAR)"


_CLEANERS: dict[str, Cleaner] = {
    "integer": _numbers,
    "duration": _numbers,
    "date": _days,
    "datetime": _instants,
}


def plain(value: Value) -> str | int | float | None:
    """The value for JSON: decimals as numbers, days and instants in ISO 8601."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, datetime.date) else value


def packed(raw: Any) -> Any:
    """A value as a cursor carries it. Nothing is rounded: the next page begins exactly behind it."""
    if isinstance(raw, Decimal):
        return f"d{raw}"
    if isinstance(raw, datetime.date):
        return f"t{raw.isoformat(' ') if isinstance(raw, datetime.datetime) else raw.isoformat()}"
    return f"s{raw}" if isinstance(raw, str) else raw


def unpacked(value: Any) -> Any:
    """The value that `packed` made. Raises InvalidCursor."""
    if not isinstance(value, str):
        return value
    mark, text = value[:1], value[1:]
    if mark == "d":
        try:
            return Decimal(text)
        except InvalidOperation as error:
            raise InvalidCursor from error
    if mark not in {"s", "t"}:
        raise InvalidCursor
    return text
