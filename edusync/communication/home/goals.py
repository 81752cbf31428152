"""Minutes that a person means to learn on each day of the week."""

from collections.abc import Sequence

from django.db import transaction

from edusync.communication.models import LearningGoal
from edusync.kernel.tenancy import current_organization_id


@transaction.atomic
def set_goal(*, learner_id: int, minutes: Sequence[int]) -> LearningGoal:
    """Keep the seven numbers, Monday first; the same again changes nothing."""
    goal: LearningGoal = LearningGoal.objects.update_or_create(
        organization_id=current_organization_id(),
        learner_id=learner_id,
        defaults={"minutes": list(minutes)},
    )[0]
    return goal
