"""Reviews by learners as JSON. Who must not be known is nowhere in it: neither name, nor account, nor file name."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from edusync.assessment.marking_names import display_name
from edusync.assessment.models import (
    PeerPlan,
    PeerReview,
    PeerSample,
    PeerScore,
    Rubric,
    Submission,
    SubmissionFile,
)
from edusync.assessment.peer_queries import is_open, proposal_of, scores_of_reviews
from edusync.assessment.rest.assignment_json import number, rubric_json


def plan_json(plan: PeerPlan | None) -> dict[str, Any] | None:
    """The plan by its values."""
    if plan is None:
        return None
    samples = PeerSample.objects.filter(plan=plan).order_by("id").values_list("submission__uuid", flat=True)
    return {
        "reviews_each": plan.reviews_each,
        "has_self_review": plan.has_self_review,
        "self_review_percent": plan.self_review_percent,
        "opens_at": plan.opens_at,
        "due_at": plan.due_at,
        "hides_authors": plan.hides_authors,
        "hides_reviewers": plan.hides_reviewers,
        "samples": list(samples),
        "allocated_at": plan.allocated_at,
        "released_at": plan.released_at,
        "is_open": is_open(plan),
    }


def level_json(score: PeerScore) -> dict[str, Any]:
    """The level given in a criterion."""
    return {
        "criterion": score.criterion.uuid,
        "level": score.level.uuid,
        "points": number(score.level.points),
        "comment": score.comment,
    }


def author_name(review: PeerReview) -> str:
    """Whose work it is, for the reviewer; empty while that is hidden, or the assignment is anonymous."""
    if review.plan.hides_authors or review.kind == PeerReview.Kind.SELF:
        return ""
    return "" if review.plan.assignment.is_anonymous else display_name(review.submission)


def task_line_json(review: PeerReview, *, is_begun: bool) -> dict[str, Any]:
    """A review that the actor writes."""
    return {
        "uuid": review.uuid,
        "name": author_name(review),
        "number": review.number,
        "is_own_work": review.kind == PeerReview.Kind.SELF,
        "is_begun": is_begun,
        "submitted_at": review.submitted_at,
    }


def shown_name(review: PeerReview, row: SubmissionFile) -> str:
    """The file's name as the reviewer sees it: people write their own into it."""
    if review.kind == PeerReview.Kind.SELF or author_name(review):
        return row.name
    return f"{row.position}{PurePosixPath(row.name).suffix.lower()[:12]}"


def review_sheet_json(
    review: PeerReview, files: Sequence[SubmissionFile], rubric: Rubric | None
) -> dict[str, Any]:
    """A work to review, and what was written about it."""
    scores = scores_of_reviews([review]).get(review.pk, [])
    assignment = review.plan.assignment
    return {
        **task_line_json(review, is_begun=bool(scores)),
        "assignment_id": assignment.pk,
        "title": assignment.lesson.title,
        "course_slug": assignment.course.slug,
        "lesson_id": assignment.lesson_id,
        "is_open": is_open(review.plan),
        "due_at": review.plan.due_at,
        "text": review.submission.text,
        "url": review.submission.url,
        "files": [
            {
                "uuid": row.uuid,
                "name": shown_name(review, row),
                "role": row.role,
                "media_type": row.file.media_type,
                "size_bytes": row.file.size_bytes,
                "url": f"/api/v1/peer-reviews/{review.uuid}/files/{row.uuid}",
            }
            for row in files
            if row.file is not None
        ],
        "rubric": rubric_json(rubric),
        "levels": [level_json(score) for score in scores],
        "comment": review.comment,
        "row_version": review.row_version,
    }


def received_json(review: PeerReview, plan: PeerPlan, scores: dict[int, list[PeerScore]]) -> dict[str, Any]:
    """What somebody said about the actor's work."""
    learner = review.reviewer.learner
    return {
        "reviewer": "" if plan.hides_reviewers else learner.display_name,
        "points": number(review.points),
        "comment": review.comment,
        "levels": [level_json(score) for score in scores.get(review.pk, [])],
    }


def work_json(
    submission: Submission, weights: dict[int, Decimal], aliases: dict[int, str], *, self_percent: int
) -> dict[str, Any]:
    """A work with its reviews, as staff see it; reviews with reviewers are at hand. `aliases` hide names."""
    reviews = sorted(submission.peer_reviews.all(), key=lambda one: one.uuid)
    proposal = proposal_of(submission, reviews, weights, self_percent=self_percent)
    return {
        "submission": submission.uuid,
        "name": display_name(submission),
        "proposed_points": number(proposal.points),
        "counted": proposal.count,
        "self_percent": proposal.self_percent,
        "spread": number(proposal.spread),
        "raw_points": number(submission.raw_points),
        "max_points": number(submission.max_points),
        "is_posted": submission.posted_at is not None,
        "reviews": [
            {
                "uuid": one.uuid,
                "reviewer": aliases.get(one.reviewer_id) or one.reviewer.learner.display_name,
                "kind": one.kind,
                "points": number(one.points),
                "weight": number(weights.get(one.reviewer_id, Decimal(1))),
                "comment": one.comment if one.submitted_at else "",
                "submitted_at": one.submitted_at,
                "is_left_out": one.is_left_out,
            }
            for one in reviews
        ],
    }
