"""Answers that arrived when their attempt was over: they are on record and count when staff say so."""

from django.db import transaction
from django.db.models import Max

from edusync.assessment.models import AttemptEvent, QuizAttempt
from edusync.assessment.problems import AttemptStillOpen, NoLateAnswers
from edusync.assessment.services.answer_log import let_latest_count, new_client_id
from edusync.assessment.services.submitting import score_again
from edusync.kernel import audit, clock
from edusync.kernel.transactions import retry_deadlocks


@retry_deadlocks
@transaction.atomic
def accept_late_answers(*, attempt: QuizAttempt, by_id: int, reason: str) -> QuizAttempt:
    """Let the answers count that arrived after the end, and score the attempt again.

    An answer that was given later than the one that arrived stays. Raises AttemptStillOpen, and NoLateAnswers when
    nothing arrived since the last such decision.
    """
    held = QuizAttempt.objects.select_for_update().select_related("enrollment").get(pk=attempt.pk)
    if held.state != QuizAttempt.State.SUBMITTED:
        raise AttemptStillOpen
    late = list(waiting_answers(held))
    if not late:
        raise NoLateAnswers
    before, now = held.points, clock.now()
    let_latest_count(held, late, now=now)
    AttemptEvent.unscoped.create(
        organization_id=held.organization_id,
        attempt=held,
        kind=AttemptEvent.Kind.LATE_ACCEPTED,
        client_id=new_client_id(),
        sequence=len(late),
        answered_at=now,
        received_at=now,
        actor_id=by_id,
        reason=reason,
    )
    scored = score_again(held)
    audit.record(
        "assessment.late_answers.accepted",
        actor=by_id,
        target=("attempt", held.pk),
        subject_id=held.enrollment.learner_id,
        facts={"answers": len(late), "points_before": str(before), "points": str(scored.points)},
    )
    return scored


def waiting_answers(attempt: QuizAttempt) -> list[AttemptEvent]:
    """Answers that came after the end and about which nobody has decided."""
    events = AttemptEvent.objects.filter(attempt=attempt)
    decided = events.filter(kind=AttemptEvent.Kind.LATE_ACCEPTED).aggregate(last=Max("id"))["last"] or 0
    return list(events.filter(kind=AttemptEvent.Kind.ANSWER, is_counted=False, id__gt=decided).order_by("id"))
