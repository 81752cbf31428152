"""Reads filters from an address, and says them in SQL."""

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.dateparse import parse_date

from edusync.enrollment.queries.cohorts import IN_COHORT_NAMED, IN_GROUP_NAMED
from edusync.identity.queries import people_with_word, query_words
from edusync.kernel.problems import FieldError
from edusync.reports.engine.declarations import Filter, FilterValues, Report
from edusync.reports.engine.statements import Condition
from edusync.reports.problems import ReportFilterInvalid

MOST_CHARACTERS = 100
LARGEST = 2**63 - 1
DAY = datetime.timedelta(days=1)


def parse_filters(report: Report, query: Mapping[str, Any]) -> FilterValues:
    """The filters that `query` sets, as values of their kinds; what the report does not have is ignored.

    Raises ReportFilterInvalid naming every field that makes no sense.
    """
    found, errors = {}, []
    for each in report.filters:
        text = str(query.get(each.name) or "").strip()
        if not text:
            continue
        value = READERS[each.kind](each, text)
        if value is None:
            errors.append(FieldError(f"/{each.name}", "invalid", EXPECTED[each.kind]))
        else:
            found[each.name] = value
    if errors:
        raise ReportFilterInvalid(errors=errors)
    return found


def parse_order(report: Report, filters: FilterValues, order: str) -> str:
    """The order asked for, or the report's own. Raises ReportFilterInvalid."""
    if not order or order == report.order:
        return report.order
    name = order.removeprefix("-")
    column = next((each for each in report.columns if each.name == name), None)
    if column is None or not column.is_sortable:
        raise ReportFilterInvalid(errors=[FieldError("/order", "invalid", "No column to sort by.")])
    if report.sort_needs and report.sort_needs not in filters:
        raise ReportFilterInvalid(
            errors=[FieldError("/order", "needs-filter", f"Set the filter {report.sort_needs} to sort.")]
        )
    return order


def storable(filters: FilterValues) -> dict[str, str]:
    """Filters as JSON keeps them; `parse_filters` reads them again."""
    return {
        name: value.isoformat() if isinstance(value, datetime.date) else str(value)
        for name, value in filters.items()
    }


def conditions_of(report: Report, filters: FilterValues, zone: datetime.tzinfo) -> list[Condition]:
    """The filters in SQL. Days begin at midnight of the zone."""
    found = []
    for name, value in filters.items():
        each = report.filter_named(name)
        if each is not None:
            found.append(WRITERS[each.kind](report, each, value, zone))
    return found


def _text(_each: Filter, text: str) -> str | None:
    return text if len(text) <= MOST_CHARACTERS and "\0" not in text else None


def _choice(each: Filter, text: str) -> str | None:
    return text if text in each.choices else None


def _day(_each: Filter, text: str) -> datetime.date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    # Room for the day after, and for any time zone.
    return day if day is not None and 1 < day.year < datetime.MAXYEAR else None


def _id(_each: Filter, text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) < len(str(LARGEST))
    return int(text) if is_number and int(text) > 0 else None


def _minimum(_each: Filter, text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < 10**12 and len(text) < 30 else None


READERS: Mapping[str, Callable[[Filter, str], Any]] = {
    "text": _text,
    "choice": _choice,
    "date_from": _day,
    "date_to": _day,
    "course": _id,
    "person": _id,
    "minimum": _minimum,
    "together": _text,
}
EXPECTED: Mapping[str, str] = {
    "text": f"At most {MOST_CHARACTERS} characters.",
    "choice": "One of the choices.",
    "date_from": "A day as YYYY-MM-DD.",
    "date_to": "A day as YYYY-MM-DD.",
    "course": "The id of a course.",
    "person": "The id of a person.",
    "minimum": "A number.",
    "together": f"At most {MOST_CHARACTERS} characters.",
}


def _contains(_report: Report, each: Filter, value: str, _zone: datetime.tzinfo) -> Condition:
    if each.people:
        return _named(each.people, value)
    return Condition(f"{each.column} LIKE %s ESCAPE '!'", (_part(value),))


def _part(value: str) -> str:
    """A pattern of LIKE for texts that hold the value, with `!` before what would mean something else."""
    escaped = value.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{escaped}%"


def _together(_report: Report, each: Filter, value: str, _zone: datetime.tzinfo) -> Condition:
    """Rows of people who take the row's course in a cohort, or in a group of it, whose name holds the value."""
    pair = f"(course_id, {each.column}) IN"
    return Condition(f"({pair} ({IN_COHORT_NAMED}) OR {pair} ({IN_GROUP_NAMED}))", (_part(value),) * 2)


def _named(column: str, search: str) -> Condition:
    """People found by the beginnings of their words; an index finds them, which no part of a joined name has."""
    pieces: list[str] = []
    parameters: list[Any] = []
    for start in query_words(search):
        words, values = people_with_word(start)
        pieces.append(f"{column} IN ({words})")
        parameters += values
    return Condition(" AND ".join(pieces) or "1 = 1", tuple(parameters))


def _equals(_report: Report, each: Filter, value: Any, _zone: datetime.tzinfo) -> Condition:
    return Condition(f"{each.column} = %s", (value,))


def _at_least(_report: Report, each: Filter, value: Decimal, _zone: datetime.tzinfo) -> Condition:
    # SQLite compares a number with a text by their types: bind a number.
    number = int(value) if value == value.to_integral_value() else float(value)
    return Condition(f"{each.column} >= %s", (number,))


def _from_day(report: Report, each: Filter, value: datetime.date, zone: datetime.tzinfo) -> Condition:
    return Condition(f"{each.column} >= %s", (_boundary(report, each, value, zone),))


def _to_day(report: Report, each: Filter, value: datetime.date, zone: datetime.tzinfo) -> Condition:
    return Condition(f"{each.column} < %s", (_boundary(report, each, value + DAY, zone),))


def _boundary(report: Report, each: Filter, day: datetime.date, zone: datetime.tzinfo) -> str:
    if report.column(each.column).kind == "date":
        return day.isoformat()
    at = datetime.datetime.combine(day, datetime.time.min, tzinfo=zone).astimezone(datetime.UTC)
    return at.replace(tzinfo=None).isoformat(" ")


WRITERS: Mapping[str, Callable[[Report, Filter, Any, datetime.tzinfo], Condition]] = {
    "text": _contains,
    "choice": _equals,
    "date_from": _from_day,
    "date_to": _to_day,
    "course": _equals,
    "person": _equals,
    "minimum": _at_least,
    "together": _together,
}
