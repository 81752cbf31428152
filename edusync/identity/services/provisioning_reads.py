"""What the screen of provisioning shows."""

import dataclasses
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet

from edusync.identity.models import ApiKey, Organization, OrganizationDomain, ProvisioningEvent, ScimResource
from edusync.kernel import clock
from edusync.kernel.policy import Permission

KEEP = timedelta(days=90)


@dataclasses.dataclass(frozen=True, slots=True)
class Overview:
    """Numbers of an organization's directory. `domains` are those whose people join at once."""

    people: int
    waiting: int
    groups: int
    last_change_at: datetime | None
    last_refusal_at: datetime | None
    domains: tuple[str, ...]
    is_only_organization: bool


def provisioning_overview(*, organization_id: int) -> Overview:
    """The numbers, in four queries."""
    resources = ScimResource.unscoped.filter(organization_id=organization_id).aggregate(
        people=Count("id", filter=Q(kind="user")),
        waiting=Count("id", filter=Q(kind="user", user__isnull=True)),
        groups=Count("id", filter=Q(kind="group")),
    )
    events = ProvisioningEvent.unscoped.filter(organization_id=organization_id).aggregate(
        last_change_at=Max("created_at", filter=~Q(action="refused")),
        last_refusal_at=Max("created_at", filter=Q(action="refused")),
    )
    domains = OrganizationDomain.unscoped.filter(
        organization_id=organization_id, kind=OrganizationDomain.Kind.EMAIL, verified_at__isnull=False
    )
    return Overview(
        **resources,
        **events,
        domains=tuple(sorted(domains.values_list("name", flat=True))),
        is_only_organization=not Organization.objects.exclude(pk=organization_id).exists(),
    )


def provisioning_keys(*, organization_id: int) -> list[ApiKey]:
    """Living keys that carry provisioning. JSON is searched in Python: the engines differ, and an organization has few."""
    keys = (
        ApiKey.unscoped.filter(organization_id=organization_id, revoked_at__isnull=True)
        .filter(Q(expires_at__isnull=True) | Q(expires_at__gt=clock.now()))
        .select_related("owner")
        .order_by("-id")
    )
    return [key for key in keys if Permission.PROVISIONING_MANAGE in key.scopes]


def provisioning_events(*, organization_id: int, action: str = "") -> QuerySet[ProvisioningEvent]:
    """What directories did, with the key."""
    events: QuerySet[ProvisioningEvent] = ProvisioningEvent.unscoped.filter(
        organization_id=organization_id
    ).select_related("api_key")
    return events.filter(action=action) if action else events


def purge_provisioning_events() -> int:
    """Forget what is older than three months; the audit log keeps the acts."""
    return ProvisioningEvent.unscoped.filter(created_at__lt=clock.now() - KEEP).delete()[0]
