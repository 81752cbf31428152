"""Who may see and use the tie between a blueprint and its copy: those who copy the one, and those who write the other."""

from typing import Any

from django.db.models import Q

from edusync.courses.policy import keeps_catalog, manages, staffed_courses
from edusync.kernel.policy import Actor, Permission, Policy


class BlueprintLinkPolicy(Policy):
    """Ties of copies. Keeping parts locked is the blueprint's business alone."""

    key_scope = Permission.COURSE_COPY
    offered = (Permission.COURSE_COPY, Permission.COURSE_UPDATE)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Those of courses the actor works on."""
        queryset = queryset.filter(
            organization_id=actor.organization_id, blueprint__deleted_at=None, copy__deleted_at=None
        )
        if keeps_catalog(actor):
            return queryset
        own = staffed_courses(actor)
        return queryset.filter(Q(blueprint_id__in=own) | Q(copy_id__in=own))

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """COURSE_COPY holds in the blueprint; COURSE_UPDATE, for bringing changes, in the copy or with the former."""
        if target is None or actor.organization_id != target.organization_id:
            return False
        leads = manages(actor, Permission.COURSE_COPY, target.blueprint_id)
        if permission == Permission.COURSE_COPY:
            return leads
        return leads or manages(actor, permission, target.copy_id)


class CopyPolicy(Policy):
    """The making of copies: seen by whoever asked for it, and by those who copy the source."""

    key_scope = Permission.COURSE_COPY
    offered = ()

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Own ones, or those of courses the actor works on."""
        queryset = queryset.filter(organization_id=actor.organization_id)
        if keeps_catalog(actor):
            return queryset
        return queryset.filter(Q(requested_by_id=actor.user_id) | Q(source_id__in=staffed_courses(actor)))

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Asking for one is decided by the course it is a copy of."""
        return target is not None and actor.organization_id == target.organization_id
