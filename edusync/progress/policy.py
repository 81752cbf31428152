"""Who may see and record progress: the learner their own, staff of the course read, administrators all."""

from typing import Any

from edusync.enrollment.policy import EnrollmentPolicy, teaches
from edusync.kernel.policy import Actor, Permission, Policy


class ProgressPolicy(Policy):
    """The target is an enrollment: progress has no life without one."""

    key_scope = Permission.PROGRESS_READ
    offered = (Permission.PROGRESS_RECORD,)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Progress is seen with its enrollment."""
        return EnrollmentPolicy().visible(queryset, actor)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Recording is for the learner alone."""
        if not actor.is_authenticated:
            return False
        if target is None:
            return permission in {Permission.PROGRESS_RECORD, Permission.PROGRESS_READ}
        if target.organization_id != actor.organization_id or target.deleted_at is not None:
            return False
        is_own = target.learner_id == actor.user_id
        if permission == Permission.PROGRESS_RECORD:
            return is_own
        if permission == Permission.PROGRESS_READ:
            return is_own or actor.has(permission, target.course_id) or teaches(actor, target.course_id)
        return actor.has(permission, target.course_id)
