"""How much an organization and a person may store. Equal bytes count once, earlier versions count too."""

import dataclasses

from django.conf import settings
from django.db.models import Sum

from edusync.files.models import FileObject, FileVersion
from edusync.files.problems import FileQuotaExceeded

MEGABYTE = 1024 * 1024


@dataclasses.dataclass(frozen=True, slots=True)
class Usage:
    """Bytes stored and allowed; `max_bytes` None: no limit."""

    used_bytes: int
    max_bytes: int | None


def organization_usage() -> Usage:
    """What the organization in context stores, with the earlier versions of its files."""
    now = FileObject.objects.aggregate(total=Sum("size_bytes"))["total"] or 0
    before = FileVersion.objects.aggregate(total=Sum("size_bytes"))["total"] or 0
    return Usage(now + before, _limit(settings.FILE_ORGANIZATION_QUOTA_MEGABYTES))


def person_usage(user_id: int) -> Usage:
    """What one person brought into the organization in context."""
    now = FileObject.objects.filter(uploaded_by_id=user_id).aggregate(total=Sum("size_bytes"))["total"] or 0
    return Usage(now, _limit(settings.FILE_PERSON_QUOTA_MEGABYTES))


def _limit(megabytes: int) -> int | None:
    return megabytes * MEGABYTE if megabytes else None


def require_room(*, size_bytes: int, uploaded_by_id: int | None) -> None:
    """Raise FileQuotaExceeded if so many more bytes are too many. Without limits set nothing is counted."""
    if settings.FILE_ORGANIZATION_QUOTA_MEGABYTES:
        _require(organization_usage(), size_bytes, "organization")
    if settings.FILE_PERSON_QUOTA_MEGABYTES and uploaded_by_id is not None:
        _require(person_usage(uploaded_by_id), size_bytes, "person")


def _require(usage: Usage, size_bytes: int, whose: str) -> None:
    if usage.max_bytes is not None and usage.used_bytes + size_bytes > usage.max_bytes:
        raise FileQuotaExceeded(whose=whose, used_bytes=usage.used_bytes, max_bytes=usage.max_bytes)
