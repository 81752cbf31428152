"""Reads of reviews by learners, permission-free."""

import dataclasses
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from edusync.assessment.assignment_dates import MILLI
from edusync.assessment.assignment_queries import queue_of
from edusync.assessment.marker_desk import marked_row
from edusync.assessment.models import Assignment, PeerPlan, PeerReview, PeerSample, PeerScore, Submission
from edusync.assessment.peer_weights import weight_of, weighted_share, with_own_share
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
    """The mark that reviews of a work make, and how far those of others lie apart; all in the assignment's points.

    `others` is what others say, `own` what the author says where that counts, `self_percent` how much it counts here.
    """

    points: Decimal | None
    count: int
    spread: Decimal
    others: Decimal | None = None
    own: Decimal | None = None
    self_percent: int = 0


def proposal_of(
    submission: Submission,
    reviews: Sequence[PeerReview],
    weights: dict[int, Decimal],
    *,
    self_percent: int = 0,
) -> Proposal:
    """What the reviews that count propose: those that were sent and not left out.

    The author's own counts `self_percent` of the mark. Where it was not sent, others alone count; where nobody else
    reviewed, nothing is proposed unless the own review is to be all of the mark.
    """
    counted = [one for one in reviews if _counts(one, PeerReview.Kind.PEER)]
    shares = [(one.points or Decimal(0)) / submission.max_points for one in counted]
    others = weighted_share(
        (share, weights.get(one.reviewer_id, Decimal(1))) for one, share in zip(counted, shares, strict=True)
    )
    mine = (
        next((one for one in reviews if _counts(one, PeerReview.Kind.SELF)), None) if self_percent else None
    )
    own = None if mine is None else (mine.points or Decimal(0)) / submission.max_points
    spread = max(shares) - min(shares) if shares else Decimal(0)

    def in_points(share: Decimal | None) -> Decimal | None:
        return None if share is None else (share * submission.max_points).quantize(MILLI, ROUND_HALF_UP)

    return Proposal(
        points=in_points(with_own_share(others, own, self_percent)),
        count=len(counted),
        spread=in_points(spread) or Decimal(0),
        others=in_points(others),
        own=in_points(own),
        self_percent=0 if own is None else self_percent,
    )


def _counts(review: PeerReview, kind: str) -> bool:
    is_there = review.points is not None and review.submitted_at is not None
    return review.kind == kind and is_there and not review.is_left_out


def marks_by_reviews(assignment_id: int, submissions: Sequence[Submission]) -> dict[int, Proposal]:
    """How reviews made these marks, by work: only where the mark is still what they propose. Four queries at most.

    Of works handed in together the first carries the reviews.
    """
    plan = peer_plan_of(assignment_id)
    if plan is None or not submissions:
        return {}
    carriers = {row.pk: marked_row(row) for row in submissions}
    reviews: dict[int, list[PeerReview]] = {}
    for one in PeerReview.objects.filter(plan=plan, submission__in=list(carriers.values())):
        reviews.setdefault(one.submission_id, []).append(one)
    weights = reviewer_weights(plan) if reviews else {}
    found = {
        row.pk: proposal_of(
            row, reviews.get(carriers[row.pk].pk, []), weights, self_percent=plan.self_review_percent
        )
        for row in submissions
    }
    return {
        row.pk: found[row.pk]
        for row in submissions
        if row.raw_points is not None and found[row.pk].points == row.raw_points
    }
