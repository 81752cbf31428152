"""Reads of the audit log."""

import dataclasses
import datetime as dt

from django.db.models import Q, QuerySet

from edusync.audit.models import AuditAnchor, AuditChain, AuditEvent


@dataclasses.dataclass(frozen=True, slots=True)
class EventFilter:
    """What an auditor looks for. `action` may be a beginning such as `identity.`; empty means any."""

    action: str = ""
    kind: str = ""
    actor_id: int | None = None
    subject_id: int | None = None
    target_type: str = ""
    target_id: str = ""
    request_id: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None


def events_of(*, organization_id: int, wanted: EventFilter | None = None) -> QuerySet[AuditEvent]:
    """Events of an organization that pass the filter."""
    events: QuerySet[AuditEvent] = AuditEvent.objects.filter(organization_id=organization_id)
    if wanted is None:
        return events
    if wanted.action:
        events = events.filter(action__startswith=wanted.action)
    equal = {
        name: value
        for name, value in dataclasses.asdict(wanted).items()
        if name not in {"action", "since", "until"} and value not in {None, ""}
    }
    events = events.filter(**equal)
    if wanted.since is not None:
        events = events.filter(created_at__gte=wanted.since)
    if wanted.until is not None:
        events = events.filter(created_at__lt=wanted.until)
    return events


def events_about(*, user_id: int, kind: str = "") -> QuerySet[AuditEvent]:
    """What others did with a person's data, in every organization: what they looked at, what they changed."""
    events: QuerySet[AuditEvent] = AuditEvent.objects.filter(subject_id=user_id).filter(
        Q(actor_id__isnull=True) | ~Q(actor_id=user_id) | Q(impersonator_id__isnull=False)
    )
    return events.filter(kind=kind) if kind else events


def anchors_of(*, organization_id: int) -> QuerySet[AuditAnchor]:
    """Anchors of an organization's chain."""
    return AuditAnchor.objects.filter(organization_id=organization_id)


def chain_length(*, organization_id: int) -> int:
    """Number of events in an organization's chain."""
    return AuditChain.objects.filter(pk=organization_id).values_list("length", flat=True).first() or 0
