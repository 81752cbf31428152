"""Reads of reviews by learners, permission-free."""

import dataclasses
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from edusync.assessment.assignment_dates import MILLI
from edusync.assessment.assignment_queries import queue_of
from edusync.assessment.models import Assignment, PeerPlan, PeerReview, PeerSample, PeerScore, Submission
from edusync.assessment.peer_weights import weight_of, weighted_share
from edusync.kernel import clock


def peer_plan_of(assignment_id: int) -> PeerPlan | None:
    """The plan by which learners review work; None where they do not."""
    row: PeerPlan | None = PeerPlan.objects.filter(assignment_id=assignment_id).first()
    return row


def is_open(plan: PeerPlan) -> bool:
    """Whether reviews may be written now."""
    now = clock.now()
    is_begun = plan.allocated_at is not None and (plan.opens_at is None or plan.opens_at <= now)
    return is_begun and (plan.due_at is None or now <= plan.due_at)


def reviewed_works(assignment: Assignment) -> Any:
    """Works that learners can review: the try of each that counts, handed in and not given back."""
    return queue_of(assignment).exclude(state=Submission.State.RETURNED)


def reviews_to_write(plan: PeerPlan, learner_id: int) -> list[PeerReview]:
    """What one learner has to review, in their own numbering."""
    rows = PeerReview.objects.filter(plan=plan, reviewer__learner_id=learner_id)
    return list(
        rows.select_related("submission__enrollment__learner", "submission__group").order_by("number")
    )


def reviews_received(submissions: Sequence[Submission]) -> list[PeerReview]:
    """What others sent about these works and staff did not leave out."""
    rows = PeerReview.objects.filter(
        submission__in=submissions,
        kind=PeerReview.Kind.PEER,
        submitted_at__isnull=False,
        is_left_out=False,
    )
    return list(rows.select_related("reviewer__learner", "submission").order_by("uuid"))


def scores_of_reviews(reviews: Sequence[PeerReview]) -> dict[int, list[PeerScore]]:
    """The levels given in some reviews, by review and in the rubric's order."""
    found: dict[int, list[PeerScore]] = {}
    rows = PeerScore.objects.filter(review__in=[one.pk for one in reviews])
    for row in rows.select_related("criterion", "level").order_by("criterion__position"):
        found.setdefault(row.review_id, []).append(row)
    return found


def reviewer_weights(plan: PeerPlan) -> dict[int, Decimal]:
    """How much each reviewer (by enrollment) counts, from the samples they judged."""
    marks = {
        row.submission_id: row.submission.raw_points / row.submission.max_points
        for row in PeerSample.objects.filter(plan=plan).select_related("submission")
        if row.submission.raw_points is not None
    }
    apart: dict[int, list[Decimal]] = {}
    rows = PeerReview.objects.filter(
        plan=plan, kind=PeerReview.Kind.SAMPLE, submitted_at__isnull=False, submission__in=list(marks)
    )
    for row in rows.select_related("submission"):
        share = (row.points or Decimal(0)) / row.submission.max_points
        apart.setdefault(row.reviewer_id, []).append(abs(share - marks[row.submission_id]))
    return {reviewer: weight_of(deviations) for reviewer, deviations in apart.items()}


@dataclasses.dataclass(frozen=True, slots=True)
class Proposal:
    """The mark that reviews of a work make, in the assignment's points, and how far they lie apart."""

    points: Decimal | None
    count: int
    spread: Decimal


def proposal_of(
    submission: Submission, reviews: Sequence[PeerReview], weights: dict[int, Decimal]
) -> Proposal:
    """What the reviews that count propose: those of others that were sent and not left out."""
    counted = [
        one
        for one in reviews
        if one.kind == PeerReview.Kind.PEER and one.points is not None and one.submitted_at is not None
        if not one.is_left_out
    ]
    shares = [(one.points or Decimal(0)) / submission.max_points for one in counted]
    mean = weighted_share(
        (share, weights.get(one.reviewer_id, Decimal(1))) for one, share in zip(counted, shares, strict=True)
    )
    spread = max(shares) - min(shares) if shares else Decimal(0)
    return Proposal(
        points=None if mean is None else (mean * submission.max_points).quantize(MILLI, ROUND_HALF_UP),
        count=len(counted),
        spread=(spread * submission.max_points).quantize(MILLI, ROUND_HALF_UP),
    )
