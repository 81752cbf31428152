"""Abstract models every table is made of."""

from typing import Any, ClassVar

from django.db import models

from edusync.kernel.ids import BinUUIDField, uuid7
from edusync.kernel.instants import UtcNow
from edusync.kernel.tenancy import TenantManager, UnscopedManager


class TimestampedModel(models.Model):
    """Knows when it was made and last changed (UTC). The database fills in both where an INSERT does not name them."""

    created_at = models.DateTimeField(auto_now_add=True, db_default=UtcNow())
    updated_at = models.DateTimeField(auto_now=True, db_default=UtcNow())

    class Meta:
        abstract = True


class TenantModel(TimestampedModel):
    """Belongs to one organization. `objects` sees the organization in context, `unscoped` all."""

    organization = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[TenantManager] = TenantManager()
    unscoped: ClassVar[UnscopedManager] = UnscopedManager()

    class Meta:
        abstract = True
        base_manager_name = "unscoped"


class PublicIdMixin(models.Model):
    """Carries the UUID by which the row is known outside."""

    uuid = BinUUIDField(default=uuid7, unique=True, editable=False)

    class Meta:
        abstract = True


class VersionedMixin(models.Model):
    """Carries the number that an editor must name to change the row (ETag, If-Match)."""

    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class SoftDeleteMixin(models.Model):
    """Deleted rows stay, with `deleted_at` set. Put `live_key(...)` columns into unique constraints."""

    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


def flag_where(**conditions: Any) -> models.GeneratedField:
    """Column that is 1 where the conditions hold and NULL elsewhere: in a plain unique key, it binds those rows only."""
    return models.GeneratedField(
        expression=models.Case(
            models.When(**conditions, then=models.Value(1)),
            default=models.Value(None),
            output_field=models.SmallIntegerField(),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=False,
        null=True,
        editable=False,
    )


def live_flag() -> models.GeneratedField:
    """Column that is 1 on a live row and NULL on a deleted one, so that a plain unique key ignores deleted rows."""
    return flag_where(deleted_at__isnull=True)
