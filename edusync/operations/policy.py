"""Who looks after the installation."""

from typing import Any

from edusync.identity.policy import is_platform_admin
from edusync.kernel.policy import Actor, Permission, Policy


class SitePolicy(Policy):
    """What concerns the whole installation is for platform admins; it has no rows of an organization."""

    key_scope = Permission.SITE_MANAGE

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Everything, for platform admins."""
        return queryset if is_platform_admin(actor) else queryset.none()

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """For platform admins."""
        return permission == Permission.SITE_MANAGE and is_platform_admin(actor)
