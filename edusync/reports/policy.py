"""Who may see which report."""

from typing import Any

from django.db.models import Q

from edusync.kernel.policy import Actor, Permission, Policy, SignedIn
from edusync.reports.access import row_scope
from edusync.reports.engine import Report
from edusync.reports.models import ReportReceiver


class ReportPolicy(Policy):
    """Built-in reports are files, not rows: whoever sees some of its rows sees the report."""

    key_scope = Permission.REPORT_READ

    def sees(self, actor: Actor, target: Any) -> bool:
        """Whether the report is there for the actor."""
        return isinstance(target, Report) and row_scope(target, actor) is not None

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Reading is for those who see it; without a target for holders of the permission."""
        if target is None:
            return actor.has(permission)
        return permission == Permission.REPORT_READ and self.sees(actor, target)


class ReportExportPolicy(SignedIn):
    """Files of reports: one's own, in the organization in which they were asked for."""

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """The actor's own."""
        if not actor.is_authenticated:
            return queryset.none()
        return queryset.filter(organization_id=actor.organization_id, requested_by_id=actor.user_id)


class ReportSchedulePolicy(SignedIn):
    """Schedules are seen by who made them and by who gets the report; only the first changes them."""

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Own ones, and those that one receives, in the organization in which one acts."""
        if not actor.is_authenticated:
            return queryset.none()
        received = ReportReceiver.objects.filter(user_id=actor.user_id).values("schedule_id")
        own = Q(owner_id=actor.user_id) | Q(pk__in=received)
        return queryset.filter(own, organization_id=actor.organization_id, deleted_at__isnull=True)


class ResearchExportPolicy(Policy):
    """Data sets for research: one's own, for holders of the permission. No key or token carries it."""

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """The actor's own."""
        if not actor.has(Permission.RESEARCH_EXPORT):
            return queryset.none()
        return queryset.filter(organization_id=actor.organization_id, requested_by_id=actor.user_id)

    def sees(self, actor: Actor, target: Any) -> bool:
        """Whether it is the actor's own."""
        return self.allows(actor, Permission.RESEARCH_EXPORT, target)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Holders of the permission, with their own."""
        is_own = target is None or (
            target.organization_id == actor.organization_id and target.requested_by_id == actor.user_id
        )
        return actor.has(permission) and is_own
