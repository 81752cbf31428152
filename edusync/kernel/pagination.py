"""Keyset pagination: a page costs the same wherever it lies, and rows added meanwhile shift nothing."""

import base64
import binascii
import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import orjson
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Q

from edusync.kernel.problems import FieldError, InvalidCursor, ValidationProblem

if TYPE_CHECKING:
    from django.http import HttpRequest

DEFAULT_LIMIT = 30
MAX_LIMIT = 100
LARGEST_ID = 2**63 - 1


def keyset_page(
    queryset: Any,
    *,
    request: "HttpRequest",
    order: Sequence[str] = ("-created_at", "-id"),
    limit: int = DEFAULT_LIMIT,
    max_limit: int = MAX_LIMIT,
    serialize: Callable[[Any], Any] | None = None,
) -> dict[str, Any]:
    """One page `{"results": [...], "next": cursor | None}` of rows or `.values()` dicts.

    `order` names columns (or annotations), `-` for descending; the last must be unique. Query parameters:
    `cursor`, `limit` (1 to `max_limit`). Raises InvalidCursor, ValidationProblem.
    """
    size = page_size(request, limit, max_limit)
    cursor = request.GET.get("cursor", "")
    if cursor:
        queryset = queryset.filter(after(queryset, order, decode_cursor(cursor, order)))
    rows = list(queryset.order_by(*order)[: size + 1])
    has_more = len(rows) > size
    rows = rows[:size]
    following = encode_cursor(rows[-1], order) if has_more else None
    return {"results": [serialize(row) for row in rows] if serialize else rows, "next": following}


def page_size(request: "HttpRequest", default: int, largest: int) -> int:
    """Wanted number of rows. Raises ValidationProblem if it is not a positive number."""
    text = request.GET.get("limit", "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0):
        raise ValidationProblem(errors=[FieldError("/limit", "invalid", "A whole number from 1 on.")])
    return min(int(text), largest)


def encode_cursor(row: Any, order: Sequence[str]) -> str:
    """Opaque text that names the row's place in the order."""
    values = [plain_value(value_of(row, name.lstrip("-"))) for name in order]
    return base64.urlsafe_b64encode(orjson.dumps([order_digest(order), *values])).decode().rstrip("=")


def decode_cursor(cursor: str, order: Sequence[str]) -> list[Any]:
    """The values in a cursor made for the same order. Raises InvalidCursor."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        content = orjson.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise InvalidCursor from error
    if not isinstance(content, list) or len(content) != len(order) + 1 or content[0] != order_digest(order):
        raise InvalidCursor
    if not all(isinstance(value, str | int | float | bool | None) for value in content):
        raise InvalidCursor
    return content[1:]


def order_digest(order: Sequence[str]) -> str:
    """Short mark of an order, so that a cursor of one list is refused by another."""
    return hashlib.sha256(",".join(order).encode()).hexdigest()[:8]


def value_of(row: Any, name: str) -> Any:
    """The row's value of a column, whichever form the row has."""
    if isinstance(row, dict):
        return row[name]
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def plain_value(value: Any) -> Any:
    """The value in JSON's types."""
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def after(queryset: Any, order: Sequence[str], values: Sequence[Any]) -> Q:
    """Condition for the rows that come after the given values. NULL is the least on every engine."""
    condition = Q(pk__in=[])
    equal = Q()
    for name, raw in zip(order, values, strict=True):
        column = name.lstrip("-")
        value = typed(queryset, column, raw)
        condition |= equal & beyond(column, value, is_descending=name.startswith("-"))
        equal &= Q(**{f"{column}__isnull": True}) if value is None else Q(**{column: value})
    return condition & leading_bound(queryset, order[0], values[0])


def leading_bound(queryset: Any, name: str, raw: Any) -> Q:
    """What the condition implies for its first column. By it an index is entered at the place, not walked to it."""
    column = name.lstrip("-")
    value = typed(queryset, column, raw)
    field = field_of(queryset, column)
    if value is None or field is None:
        return Q()
    if not name.startswith("-"):
        return Q(**{f"{column}__gte": value})
    return Q() if field.null else Q(**{f"{column}__lte": value})


def beyond(column: str, value: Any, *, is_descending: bool) -> Q:
    """Condition for one column alone to lie after the value."""
    if value is None:
        return Q(pk__in=[]) if is_descending else Q(**{f"{column}__isnull": False})
    if is_descending:
        return Q(**{f"{column}__lt": value}) | Q(**{f"{column}__isnull": True})
    return Q(**{f"{column}__gt": value})


def typed(queryset: Any, column: str, value: Any) -> Any:
    """The value as the column's type. Raises InvalidCursor."""
    if value is None:
        return None
    field = field_of(queryset, column)
    if field is None:
        return value
    try:
        value = field.to_python(value)
    except (ValidationError, ValueError, TypeError) as error:
        raise InvalidCursor from error
    if isinstance(value, int) and not -LARGEST_ID <= value <= LARGEST_ID:
        raise InvalidCursor
    return value


def field_of(queryset: Any, column: str) -> Any:
    """The model field or annotation behind a name, if it is known."""
    annotation = queryset.query.annotations.get(column)
    if annotation is not None:
        return getattr(annotation, "output_field", None)
    model, field = queryset.model, None
    for part in column.split("__"):
        try:
            field = model._meta.pk if part == "pk" else model._meta.get_field(part)
        except FieldDoesNotExist:
            return None
        model = field.related_model or model
    return field
