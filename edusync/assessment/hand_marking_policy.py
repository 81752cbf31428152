"""Who marks answers of a quiz by hand."""

from edusync.assessment.assignment_policy import marks_anywhere
from edusync.assessment.models import Quiz
from edusync.assessment.policy import QuizPolicy
from edusync.kernel.policy import Actor, Permission


class HandMarkingPolicy(QuizPolicy):
    """Those who mark the work of the course's learners."""

    key_scope = Permission.SUBMISSION_MARK

    def allows(self, actor: Actor, permission: str, target: Quiz | None) -> bool:
        """A duty in the course; without one in any course there is nothing to ask for."""
        if target is None and permission == Permission.SUBMISSION_MARK:
            return marks_anywhere(actor)
        return super().allows(actor, permission, target)
