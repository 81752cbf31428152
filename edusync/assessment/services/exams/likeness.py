"""Wrong answers that are alike among candidates of one sitting.

For two candidates: EEIC, the number of questions both answered wrongly in the same way, over D, the number of
questions they answered differently. Independent work seldom comes near 1 (D. N. Harpp and J. J. Hogan, Crime in the
classroom: detection and prevention of cheating on multiple-choice exams, Journal of Chemical Education 70, 1993,
pages 306-311). A pair at 1 or more, with at least four same wrong answers, is a signal for both: a reason to look at
where they sat and what they wrote, and proof of nothing.
"""

import json
import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction

from edusync.assessment.exam_signals import SIMILAR_ERRORS, SIMILAR_INDEX, wants_review
from edusync.assessment.models import ProctorSession, QuizAnswer, QuizAttempt
from edusync.assessment.services.exams.events import (
    count_signals,
    locked_session,
    note,
    tell_invigilators,
)
from edusync.kernel.tenancy import organization_context

State = ProctorSession.State
Answers = dict[int, tuple[str, bool]]
SPACE = uuid.UUID("b6a1d9d0-8f0c-5c1e-9d7a-4a1f6f0c2e11")


class Likeness(NamedTuple):
    """What two candidates have in common. `ratio` is None where they differ nowhere."""

    same_wrong: int
    different: int

    @property
    def ratio(self) -> float | None:
        """EEIC / D."""
        return self.same_wrong / self.different if self.different else None

    @property
    def is_signal(self) -> bool:
        """Whether a person should look at the pair."""
        if self.same_wrong < SIMILAR_ERRORS:
            return False
        return self.ratio is None or self.ratio >= SIMILAR_INDEX


def likeness_of(first: Answers, second: Answers) -> Likeness:
    """Compare the questions that both answered."""
    same_wrong = different = 0
    for question in first.keys() & second.keys():
        (one, is_right), (other, _) = first[question], second[question]
        if one != other:
            different += 1
        elif not is_right:
            same_wrong += 1
    return Likeness(same_wrong, different)


def answers_by_attempt(attempt_ids: Iterable[int]) -> dict[int, Answers]:
    """Answers of scored attempts by wording of the question, so that different drawings can be compared. One query."""
    rows = QuizAnswer.objects.filter(
        attempt_id__in=list(attempt_ids), answered_at__isnull=False, is_correct__isnull=False
    ).values_list("attempt_id", "slot__question_version_id", "response", "is_correct")
    found: dict[int, Answers] = {}
    for attempt_id, version_id, response, is_correct in rows:
        found.setdefault(attempt_id, {})[version_id] = (plain(response), bool(is_correct))
    return found


def plain(response: Any) -> str:
    """A response as text by which equal ones are equal: options have no order."""
    if isinstance(response, dict) and isinstance(response.get("options"), list):
        response = {**response, "options": sorted(response["options"], key=str)}
    return json.dumps(response, sort_keys=True)


def compare_session(session: ProctorSession) -> int:
    """Compare a session that ended with all others of its sitting; how many pairs are alike. Repeating changes nothing."""
    with organization_context(session.organization_id):
        peers = list(_peers(session))
        answers = answers_by_attempt(
            [row.attempt_id for row in (session, *peers) if row.attempt_id is not None]
        )
        own = answers.get(session.attempt_id or 0, {})
        found = 0
        for peer in peers:
            likeness = likeness_of(own, answers.get(peer.attempt_id or 0, {}))
            if likeness.is_signal:
                # Two transactions, the lower id first: two comparisons at once never wait for each other in a ring.
                for one, other in sorted(((session, peer), (peer, session)), key=lambda pair: pair[0].pk):
                    _note_pair(one, other, likeness)
                found += 1
        return found


def _peers(session: ProctorSession) -> Any:
    rows = ProctorSession.objects.filter(
        exam_id=session.exam_id, attempt__state=QuizAttempt.State.SUBMITTED
    ).exclude(enrollment_id=session.enrollment_id)
    sitting_id = session.registration.sitting_id if session.registration is not None else None
    if sitting_id is not None:
        rows = rows.filter(registration__sitting_id=sitting_id)
    return rows.select_related("exam", "enrollment").order_by("id")


def _note_pair(session: ProctorSession, other: ProctorSession, likeness: Likeness) -> None:
    facts = {
        "other": str(other.uuid),
        "same_wrong": likeness.same_wrong,
        "different": likeness.different,
    }
    try:
        with transaction.atomic():
            held = locked_session(session)
            name = uuid.uuid5(SPACE, f"{other.uuid}")
            note(held, "similar_answers", facts=facts, client_id=name)
            count_signals(held, ["similar_answers"])
            if held.state == State.ENDED and wants_review(held.counts, held.exam.review_after):
                held.state = State.REVIEW
                held.save(update_fields=["state", "updated_at"])
                note(held, "review_asked", facts={"counts": held.counts})
            tell_invigilators(held)
    except IntegrityError:
        # The pair was noted before.
        return
