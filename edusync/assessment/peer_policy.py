"""Who may see and write reviews of learners."""

from typing import Any

from edusync.assessment.assignment_policy import marks_course
from edusync.assessment.models import PeerReview
from edusync.kernel.policy import Actor, Permission, Policy


class PeerReviewPolicy(Policy):
    """Reviews that the actor was given to write; staff of the course steer them by the assignment."""

    key_scope = Permission.ATTEMPT_TAKE

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """The actor's own to write, and those of courses whose work they mark."""
        if not actor.is_authenticated:
            return queryset.none()
        queryset = queryset.filter(
            organization_id=actor.organization_id, plan__assignment__lesson__deleted_at=None
        )
        own = queryset.filter(reviewer__learner_id=actor.user_id)
        return own | queryset.filter(
            plan__assignment__course_id__in=actor.courses_with(Permission.SUBMISSION_MARK)
        )

    def allows(self, actor: Actor, permission: str, target: PeerReview | None) -> bool:
        """Writing is for the reviewer, steering a duty in the course."""
        if not actor.is_authenticated or target is None:
            return actor.is_authenticated and actor.has(permission)
        if target.organization_id != actor.organization_id:
            return False
        is_own = target.reviewer.learner_id == actor.user_id
        if permission == Permission.SUBMISSION_MARK:
            return marks_course(actor, target.plan.assignment.course_id) and not is_own
        return is_own and permission == Permission.ATTEMPT_TAKE and actor.has(permission)
