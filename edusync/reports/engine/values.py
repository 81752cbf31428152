"""Values as the database gives them, made alike on all engines, and as the cursor of a page carries them."""

import datetime
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime

from edusync.kernel.problems import InvalidCursor
from edusync.reports.engine.declarations import Column

Value = str | int | Decimal | datetime.date | datetime.datetime | None


def clean(column: Column, raw: Any) -> Value:
    """The value in the type of its kind: whole number, decimal with the column's places, day, instant in UTC, text."""
    return None if raw is None else cleaner_of(column)(raw)


def cleaner_of(column: Column) -> Callable[[Any], Value]:
    """What makes values of the column clean; empty ones do not reach it. Asked once for many rows."""
    if column.kind in {"decimal", "percent"}:
        step = Decimal(1).scaleb(-column.places)
        return lambda raw: Decimal(str(raw)).quantize(step, rounding=ROUND_HALF_UP)
    return _CLEANERS.get(column.kind, str)


def _day(raw: Any) -> Value:
    return raw if isinstance(raw, datetime.date) else parse_date(str(raw)[:10])


def _instant(raw: Any) -> Value:
    at = raw if isinstance(raw, datetime.datetime) else parse_datetime(str(raw))
    return at if at is None or at.tzinfo else at.replace(tzinfo=datetime.UTC)


_CLEANERS: dict[str, Callable[[Any], Value]] = {
    "integer": int,
    "duration": int,
    "date": _day,
    "datetime": _instant,
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
