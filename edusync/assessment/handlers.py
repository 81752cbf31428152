"""What follows, in the background, from work that was handed in."""

from typing import Any

from edusync.assessment.events import WorkSubmitted
from edusync.assessment.models import Submission
from edusync.assessment.services.assignments.comparing import compare_work
from edusync.assessment.services.assignments.peer_planning import take_late_comer
from edusync.kernel.events import on


@on(WorkSubmitted)
def give_late_work_reviewers(payload: dict[str, Any], event_id: int) -> None:
    """Where works were given out already, a late one gets its place among them."""
    row = Submission.objects.select_related("assignment").filter(pk=payload["submission_id"]).first()
    if row is not None:
        take_late_comer(submission=row)


@on(WorkSubmitted)
def compare_with_others(payload: dict[str, Any], event_id: int) -> None:
    """Where likeness is looked for, the work is compared with all others of the organization."""
    compare_work(submission_id=payload["submission_id"])
