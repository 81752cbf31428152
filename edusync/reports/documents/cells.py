"""Values of reports as people read them: durations in words, numbers grouped, instants in the reader's zone."""

import datetime as dt
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import formats, translation

from edusync.reports.documents.tables import DocumentColumn
from edusync.reports.documents.words import words_in

MINUTE = 60
HOUR = 3600
# From here on the minutes tell nothing.
MANY_HOURS = 100
# A full day in days is what spreadsheets count time in.
DAY_SECONDS = 86_400
_INDIAN = frozenset({"ta", "hi"})


def grouped(number: int, language: str) -> str:
    """The integer with separators: 1,234,567, and 12,34,567 where India's way is read."""
    digits = str(abs(number))
    sign = "-" if number < 0 else ""
    if language.partition("-")[0] not in _INDIAN or len(digits) <= 3:
        return f"{sign}{abs(number):,}"
    head, tail = digits[:-3], digits[-3:]
    pairs: list[str] = []
    while head:
        pairs.insert(0, head[-2:])
        head = head[:-2]
    return f"{sign}{','.join(pairs)},{tail}"


def shown_number(value: Any, language: str, places: int = 1) -> str:
    """The number with so many places at most, none where it is whole."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole = int(rounded)
    rest = abs(rounded - whole)
    if not rest:
        return grouped(whole, language)
    sign = "-" if rounded < 0 and not whole else ""
    return f"{sign}{grouped(whole, language)}{str(rest.normalize())[1:]}"


def shown_duration(seconds: Any, language: str) -> str:
    """`3 h 20 min`, `45 min`, `40 s`; 125 hours and more without minutes."""
    words = words_in(language)
    left = round(float(seconds))
    if left < MINUTE:
        return words["seconds"].format(n=left)
    minutes = round(left / MINUTE)
    if minutes < MINUTE:
        return words["minutes"].format(n=minutes)
    hours, minutes = divmod(minutes, MINUTE)
    told = words["hours"].format(n=grouped(hours, language))
    if not minutes or hours >= MANY_HOURS:
        return told
    return f"{told} {words['minutes'].format(n=minutes)}"


def shown_day(value: dt.date, language: str) -> str:
    """`27 Nov 2026`."""
    with translation.override(language):
        return str(formats.date_format(value, "j M Y"))


def shown_instant(value: dt.datetime, zone: dt.tzinfo, language: str) -> str:
    """`27 Nov 2026, 14:05` in the zone."""
    local = value.astimezone(zone)
    return f"{shown_day(local.date(), language)}, {local:%H:%M}"


def fresh_words(fresh_at: dt.datetime | None, *, is_live: bool, zone: dt.tzinfo, language: str) -> str:
    """How fresh the numbers of a report are."""
    words = words_in(language)
    if is_live:
        return words["live"]
    if fresh_at is None:
        return words["not_counted"]
    return words["fresh"].format(when=shown_instant(fresh_at, zone, language))


def shown_cell(value: Any, column: DocumentColumn, language: str, zone: dt.tzinfo) -> str:
    """The value as a person reads it; empty for None."""
    if value is None or value == "":
        return ""
    if column.kind == "choice":
        return column.choices.get(str(value), str(value))
    show = _SHOWN.get(column.kind)
    return str(value) if show is None else show(value, language, zone)


def _integer(value: Any, language: str, zone: dt.tzinfo) -> str:
    return grouped(int(value), language)


def _decimal(value: Any, language: str, zone: dt.tzinfo) -> str:
    return shown_number(value, language, 2)


def _percent(value: Any, language: str, zone: dt.tzinfo) -> str:
    return f"{shown_number(value, language)} %"


def _duration(value: Any, language: str, zone: dt.tzinfo) -> str:
    return shown_duration(value, language)


def _day(value: Any, language: str, zone: dt.tzinfo) -> str:
    return shown_day(value, language)


def _instant(value: Any, language: str, zone: dt.tzinfo) -> str:
    return shown_instant(value, zone, language)


_SHOWN: dict[str, Callable[[Any, str, dt.tzinfo], str]] = {
    "integer": _integer,
    "decimal": _decimal,
    "percent": _percent,
    "duration": _duration,
    "date": _day,
    "datetime": _instant,
}


def clock_time(seconds: Any) -> str:
    """`125:05:09`, which spreadsheets read as a stretch of time."""
    whole = round(seconds)
    return f"{whole // HOUR}:{whole % HOUR // MINUTE:02}:{whole % MINUTE:02}"
