"""How much an organization and a person may store. Equal bytes count once, earlier versions count too.

The site says how much (settings); an organization may have limits of its own in their place.
"""

import dataclasses
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Sum

from edusync.files.models import FileObject, FileQuota, FileVersion
from edusync.files.problems import FileQuotaExceeded
from edusync.kernel import audit
from edusync.kernel.locking import save_versioned
from edusync.kernel.policy import Actor
from edusync.kernel.problems import FieldError, PreconditionFailed, ValidationProblem
from edusync.kernel.tenancy import current_organization_id

MEGABYTE = 1024 * 1024
# 100 terabytes: more is a slip of the hand.
MAX_MEGABYTES = 100 * 1024 * 1024


@dataclasses.dataclass(frozen=True, slots=True)
class Usage:
    """Bytes stored and allowed; `max_bytes` None: no limit."""

    used_bytes: int
    max_bytes: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """Megabytes that an organization and each person in it may store; None: no limit."""

    organization_megabytes: int | None
    person_megabytes: int | None


def site_limits() -> Limits:
    """What the site says for organizations that have no limits of their own."""
    return Limits(
        settings.FILE_ORGANIZATION_QUOTA_MEGABYTES or None, settings.FILE_PERSON_QUOTA_MEGABYTES or None
    )


def own_quota() -> FileQuota:
    """The row of the organization in context; one not saved, with `row_version` 0, where it has none."""
    present: FileQuota | None = FileQuota.objects.first()
    return present or FileQuota(organization_id=current_organization_id(), row_version=0)


def limits() -> Limits:
    """What holds for the organization in context."""
    quota, site = own_quota(), site_limits()
    return Limits(
        quota.organization_megabytes or site.organization_megabytes,
        quota.person_megabytes or site.person_megabytes,
    )


def organization_usage(present: Limits | None = None) -> Usage:
    """What the organization in context stores, with the earlier versions of its files."""
    now = FileObject.objects.aggregate(total=Sum("size_bytes"))["total"] or 0
    before = FileVersion.objects.aggregate(total=Sum("size_bytes"))["total"] or 0
    return Usage(now + before, _bytes((present or limits()).organization_megabytes))


def person_usage(user_id: int, present: Limits | None = None) -> Usage:
    """What one person brought into the organization in context."""
    now = FileObject.objects.filter(uploaded_by_id=user_id).aggregate(total=Sum("size_bytes"))["total"] or 0
    return Usage(now, _bytes((present or limits()).person_megabytes))


def _bytes(megabytes: int | None) -> int | None:
    return megabytes * MEGABYTE if megabytes else None


def require_room(*, size_bytes: int, uploaded_by_id: int | None) -> None:
    """Raise FileQuotaExceeded if so many more bytes are too many. Without limits nothing is counted."""
    present = limits()
    if present.organization_megabytes:
        _require(organization_usage(present), size_bytes, "organization")
    if present.person_megabytes and uploaded_by_id is not None:
        _require(person_usage(uploaded_by_id, present), size_bytes, "person")


def _require(usage: Usage, size_bytes: int, whose: str) -> None:
    if usage.max_bytes is not None and usage.used_bytes + size_bytes > usage.max_bytes:
        raise FileQuotaExceeded(whose=whose, used_bytes=usage.used_bytes, max_bytes=usage.max_bytes)


@transaction.atomic
def set_quota(*, quota: FileQuota, values: dict[str, Any], is_site_manager: bool, by: Actor) -> FileQuota:
    """Give the organization in context limits of its own; None takes one away. `quota` is `own_quota()` as it was read.

    More than the site grants is for those who run the site. Raises ValidationProblem, PreconditionFailed.
    """
    site, errors = dataclasses.asdict(site_limits()), []
    for name, wanted in values.items():
        granted = site[name]
        is_more = wanted is not None and granted is not None and wanted > granted
        if is_more and wanted != getattr(quota, name) and not is_site_manager:
            detail = f"The site grants {granted} MB. Ask those who run it for more."
            errors.append(FieldError(pointer=f"/{name}", code="above-the-site", detail=detail))
    if errors:
        raise ValidationProblem(errors=errors)
    for name, wanted in values.items():
        setattr(quota, name, wanted)
    if quota.pk is None:
        quota.row_version = 1
        try:
            with transaction.atomic():
                quota.save(force_insert=True)
        except IntegrityError as error:
            raise PreconditionFailed from error
    else:
        save_versioned(quota, values)
    audit.record("files.quota.changed", actor=by, target=("file_quota", quota.pk), facts=dict(values))
    return quota
