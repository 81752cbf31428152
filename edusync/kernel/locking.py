"""Optimistic locking: an editor names the version it changes (ETag, If-Match; RFC 9110, section 13)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import F

from edusync.kernel import clock
from edusync.kernel.problems import PreconditionFailed, PreconditionRequired

if TYPE_CHECKING:
    from django.http import HttpRequest


def etag(row: Any) -> str:
    """Entity tag of a row with `row_version`."""
    return f'"{row.row_version}"'


def require_match(request: "HttpRequest", row: Any) -> None:
    """Raise PreconditionRequired without If-Match, PreconditionFailed if it names another version."""
    header = request.META.get("HTTP_IF_MATCH", "").strip()
    if not header:
        raise PreconditionRequired
    wanted = {tag.strip().removeprefix("W/") for tag in header.split(",")}
    if "*" not in wanted and etag(row) not in wanted:
        raise PreconditionFailed(row_version=row.row_version)


def save_versioned(row: Any, fields: Iterable[str]) -> None:
    """Write the named fields if the row still has the version it was read with. Raises PreconditionFailed."""
    values = {name: getattr(row, name) for name in fields}
    if any(field.name == "updated_at" for field in row._meta.concrete_fields):
        row.updated_at = values["updated_at"] = clock.now()
    manager = row._meta.base_manager
    changed = manager.filter(pk=row.pk, row_version=row.row_version).update(
        **values, row_version=F("row_version") + 1
    )
    if changed != 1:
        raise PreconditionFailed
    row.row_version += 1
