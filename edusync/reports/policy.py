"""Who may see which report."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from edusync.kernel.policy import Actor, Permission, Policy, SignedIn
from edusync.kernel.tenancy import current_organization_id
from edusync.reports.access import row_scope
from edusync.reports.engine import Report
from edusync.reports.models import ReportReceiver, ReportShare
from edusync.reports.problems import ReportStatementRefused
from edusync.reports.studio import running
from edusync.reports.studio.compiling import compiled
from edusync.reports.studio.relations import relations_for


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


class ReportDefinitionPolicy(Policy):
    """Reports of the studio: one's own, and those shared, where every relation they read is one the reader sees.

    Who owns one changes, shares and deletes it; so does who runs the organization, with those they see.
    """

    key_scope = Permission.REPORT_READ

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """What is there for the actor. Its rows are then those that the actor sees, whoever wrote it."""
        if not actor.is_authenticated or actor.organization_id is None:
            return queryset.none()
        shares = ReportShare.unscoped.filter(
            Q(user_id=actor.user_id) | Q(role__code__in=actor.roles), organization_id=actor.organization_id
        )
        mine = Q(owner_id=actor.user_id) | Q(is_shared=True) | Q(pk__in=shares.values("definition_id"))
        rows = queryset.filter(mine, organization_id=actor.organization_id, deleted_at__isnull=True)
        if actor.has(Permission.REPORT_READ) or actor.organization_id != current_organization_id():
            return rows if actor.has(Permission.REPORT_READ) else rows.none()
        seen = relations_for(actor).keys()
        if not seen:
            return rows.none()
        statements = rows.values_list("pk", "statement")
        return rows.filter(pk__in=[key for key, statement in statements if reads_only(statement, seen)])

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Reading is for who sees it; writing for holders of the permission with their own."""
        if target is None:
            return actor.has(permission)
        if not self.sees(actor, target):
            return False
        if permission == Permission.REPORT_READ:
            return True
        is_theirs = target.owner_id == actor.user_id or actor.has(Permission.ORGANIZATION_MANAGE)
        return actor.has(permission) and is_theirs


def reads_only(statement: str, seen: Collection[str]) -> bool:
    """Whether the statement is allowed and reads no other relations than these."""
    try:
        return compiled(statement, running.engine()).relations <= set(seen)
    except ReportStatementRefused:
        return False
