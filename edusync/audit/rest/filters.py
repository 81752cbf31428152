"""What an auditor asks for in the query of the address."""

import datetime as dt
from typing import Any

from django.utils.dateparse import parse_date

from edusync.audit.models import AuditEvent
from edusync.audit.queries import EventFilter
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.rest.views import LARGEST_ID

FILTERS = {
    "action": "Beginning of the action's name.",
    "kind": "`change` or `read`.",
    "actor": "Id of the person who acted.",
    "subject": "Id of the person whom it concerns.",
    "target_type": "Kind of the thing, such as `course`.",
    "target_id": "Its id.",
    "request": "Id of the request.",
    "from": "First day, `YYYY-MM-DD` (UTC).",
    "to": "Last day, `YYYY-MM-DD` (UTC).",
}


def filter_of(request: Any) -> EventFilter:
    """The filter. Raises ValidationProblem naming what is malformed."""
    given = request.GET
    last = day_in(request, "to")
    return EventFilter(
        action=given.get("action", "")[:100],
        kind=kind_in(request),
        actor_id=number_in(request, "actor"),
        subject_id=number_in(request, "subject"),
        target_type=given.get("target_type", "")[:100],
        target_id=given.get("target_id", "")[:64],
        request_id=given.get("request", "")[:64],
        since=day_in(request, "from"),
        until=last and last + dt.timedelta(days=1),
    )


def kind_in(request: Any) -> str:
    """The kind asked for, or nothing. Raises ValidationProblem."""
    kind = request.GET.get("kind", "")
    if kind and kind not in AuditEvent.Kind.values:
        raise ValidationProblem(errors=[FieldError("/kind", "invalid", "`change` or `read`.")])
    return str(kind)


def number_in(request: Any, name: str) -> int | None:
    """A whole number in the query. Raises ValidationProblem."""
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 19 and int(text) <= LARGEST_ID):
        raise ValidationProblem(errors=[FieldError(f"/{name}", "invalid", "A whole number.")])
    return int(text)


def day_in(request: Any, name: str) -> dt.datetime | None:
    """The beginning of a day in the query. Raises ValidationProblem."""
    text = request.GET.get(name, "")
    if not text:
        return None
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    # The next day must be representable, too.
    if day is None or not 1 < day.year < 9999:
        raise ValidationProblem(errors=[FieldError(f"/{name}", "invalid", "A day as YYYY-MM-DD.")])
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
