"""Reviews by learners: writing them, what staff make of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from edusync.assessment.assignment_content import fault
from edusync.assessment.marker_desk import plan_of
from edusync.assessment.models import Assignment, PeerPlan, PeerReview, PeerScore, Submission
from edusync.assessment.peer_queries import (
    is_open,
    peer_plan_of,
    proposal_of,
    reviewed_works,
    reviewer_weights,
)
from edusync.assessment.problems import PeerReviewsClosed, TwoPeopleMark
from edusync.assessment.services.assignments.judging import judged_levels
from edusync.assessment.services.assignments.marking import GivenLevel, Mark, mark_submission
from edusync.kernel import audit, clock
from edusync.kernel.locking import save_versioned
from edusync.kernel.problems import PreconditionFailed
from edusync.kernel.transactions import retry_deadlocks

MAX_COMMENT = 10_000


@retry_deadlocks
@transaction.atomic
def write_review(
    *,
    review: PeerReview,
    levels: Sequence[GivenLevel],
    comment: str,
    is_final: bool,
    base_version: int,
) -> PeerReview:
    """Keep a review; `is_final` sends it, and until the due date it may be changed still.

    Raises PeerReviewsClosed, PreconditionFailed, ValidationProblem while criteria are open in one that is sent.
    """
    rows = PeerReview.objects.select_for_update().select_related("plan__assignment", "submission")
    row: PeerReview = rows.get(pk=review.pk)
    if not is_open(row.plan):
        raise PeerReviewsClosed
    if row.row_version != base_version:
        raise PreconditionFailed(row_version=row.row_version)
    judged, share = judged_levels(row.plan.assignment.rubric_id, levels)
    is_sent = is_final or row.submitted_at is not None
    if is_sent and share is None:
        raise fault("/levels", "criteria-open", "A level in each criterion.")
    PeerScore.objects.filter(review=row).delete()
    PeerScore.objects.bulk_create(
        PeerScore(review=row, criterion=one.criterion, level=one.level, comment=one.comment) for one in judged
    )
    row.comment = comment.strip()[:MAX_COMMENT]
    row.points = None if share is None else share * row.submission.max_points
    row.submitted_at = clock.now() if is_sent else None
    save_versioned(row, ["comment", "points", "submitted_at"])
    return row


@transaction.atomic
def leave_review_out(*, review: PeerReview, is_left_out: bool, by_id: int) -> PeerReview:
    """Keep a review out of the proposed mark and from its author's eyes, or take it back in."""
    review.is_left_out = is_left_out
    save_versioned(review, ["is_left_out"])
    action = "assessment.peer_review.left_out" if is_left_out else "assessment.peer_review.taken_in"
    audit.record(action, actor=by_id, target=("peer_review", review.pk))
    return review


@transaction.atomic
def release_reviews(*, plan: PeerPlan, by_id: int) -> PeerPlan:
    """Let authors read what was said about their work; twice is once."""
    if plan.released_at is None:
        plan.released_at = clock.now()
        save_versioned(plan, ["released_at"])
        audit.record(
            "assessment.peer_reviews.released", actor=by_id, target=("assignment", plan.assignment_id)
        )
    return plan


def take_proposals(*, assignment: Assignment, submission_uuids: Iterable[Any], by_id: int) -> int:
    """Make the proposed marks of these works real, as a marker who agrees; returns how many.

    Works without reviews, and those that are posted, are passed over. Raises TwoPeopleMark.
    """
    plan = peer_plan_of(assignment.pk)
    if plan is None:
        return 0
    if plan_of(assignment.pk) is not None:
        raise TwoPeopleMark
    weights = reviewer_weights(plan)
    rows = reviewed_works(assignment).filter(uuid__in=list(submission_uuids), posted_at=None)
    # Nobody marks the own work, by whatever way.
    rows = rows.exclude(enrollment__learner_id=by_id)
    return sum(
        _take(row, weights, plan.self_review_percent, by_id) for row in rows.prefetch_related("peer_reviews")
    )


def _take(submission: Submission, weights: dict[int, Any], self_percent: int, by_id: int) -> bool:
    reviews = list(submission.peer_reviews.all())
    found = proposal_of(submission, reviews, weights, self_percent=self_percent)
    if found.points is None:
        return False
    mark_submission(
        submission=submission,
        mark=Mark(points=found.points),
        base_version=submission.row_version,
        by_id=by_id,
    )
    return True
