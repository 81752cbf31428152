"""Routes by which learners review works."""

from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes

from edusync.assessment.assignment_policy import AssignmentPolicy
from edusync.assessment.assignment_queries import assignments_in_full, rubric_in_full
from edusync.assessment.models import Assignment, PeerPlan, PeerReview, PeerScore, SubmissionFile
from edusync.assessment.peer_policy import PeerReviewPolicy
from edusync.assessment.peer_queries import (
    is_open,
    peer_plan_of,
    reviews_received,
    reviews_to_write,
    scores_of_reviews,
)
from edusync.assessment.queries import learner_enrollment
from edusync.assessment.rest import peer_serializers as shapes
from edusync.assessment.rest.assignment_editing_views import named_version
from edusync.assessment.rest.assignment_json import number
from edusync.assessment.rest.assignment_views import NO_STORE, sent
from edusync.assessment.rest.peer_json import received_json, review_sheet_json, shown_name, task_line_json
from edusync.assessment.services.assignments.drafts import tries_of
from edusync.assessment.services.assignments.marking import levels_from
from edusync.assessment.services.assignments.peer_reviewing import write_review
from edusync.courses.policy import require_unlocked
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema


class MyPeerReviewsView(ApiView):
    """The actor's part in the reviews of an assignment."""

    policy = AssignmentPolicy()

    @schema(response=shapes.MyPeerReviewsSerializer, summary="What I review, and what was said about my work")
    def get(self, request: Any, assignment_id: int) -> FastResponse:
        """Works to review once they are given out; what others said once it is released, or the mark is posted."""
        assignment = self.get_visible(assignments_in_full(Assignment.objects), assignment_id)
        require_unlocked(self.actor, course_id=assignment.course_id, lesson_id=assignment.lesson_id)
        plan = peer_plan_of(assignment.pk)
        tasks: list[PeerReview] = []
        if plan is not None:
            plan.assignment = assignment
            tasks = reviews_to_write(plan, self.actor.user_id or 0)
            for task in tasks:
                task.plan = plan
        begun = set(PeerScore.objects.filter(review__in=tasks).values_list("review_id", flat=True))
        body = {
            "is_planned": plan is not None,
            "is_open": plan is not None and is_open(plan),
            "opens_at": plan and plan.opens_at,
            "due_at": plan and plan.due_at,
            "hides_authors": plan is None or plan.hides_authors,
            "hides_reviewers": plan is None or plan.hides_reviewers,
            "max_points": number(assignment.points),
            "self_review_percent": plan.self_review_percent if plan else 0,
            "tasks": [task_line_json(task, is_begun=task.pk in begun) for task in tasks],
            "received": self.received(assignment, plan) if plan else [],
        }
        return FastResponse(body, headers=NO_STORE)

    def received(self, assignment: Assignment, plan: PeerPlan) -> list[dict[str, Any]]:
        """What others said about the actor's works that may be read by now."""
        enrollment = learner_enrollment(course_id=assignment.course_id, learner_id=self.actor.user_id)
        if enrollment is None:
            return []
        tries = [row for row in tries_of(assignment, enrollment) if plan.released_at or row.posted_at]
        reviews = reviews_received(tries)
        scores = scores_of_reviews(reviews)
        return [received_json(row, plan, scores) for row in reviews]


class PeerReviewBaseView(ApiView):
    """A route about one review, for whoever writes it."""

    policy = PeerReviewPolicy()

    def own_review(self, review_uuid: Any) -> PeerReview:
        """The review if the actor writes it and works may be looked at by now. Raises NotFound."""
        rows = PeerReview.objects.select_related(
            "plan__assignment__lesson",
            "plan__assignment__course",
            "submission__enrollment__learner",
            "submission__group",
            "submission__assignment",
            "reviewer",
        )
        review: PeerReview = self.get_visible(rows, uuid=review_uuid)
        if review.reviewer.learner_id != self.actor.user_id:
            raise NotFound
        assignment = review.plan.assignment
        require_unlocked(self.actor, course_id=assignment.course_id, lesson_id=assignment.lesson_id)
        is_seen = is_open(review.plan) or review.submitted_at is not None
        if not is_seen:
            raise NotFound
        return review

    def answer(self, review: PeerReview) -> FastResponse:
        """The work with the review."""
        files = SubmissionFile.objects.filter(submission=review.submission, file__isnull=False)
        files = files.exclude(role=SubmissionFile.Role.MARKED).select_related("file").order_by("position")
        rubric = rubric_in_full(review.plan.assignment.rubric_id)
        body = review_sheet_json(review, list(files), rubric)
        return FastResponse(body, headers={"ETag": f'"{review.row_version}"', **NO_STORE})


class PeerReviewView(PeerReviewBaseView):
    """One review."""

    permissions = {"put": Permission.ATTEMPT_TAKE}

    @schema(response=shapes.PeerReviewSheetSerializer, summary="A work to review")
    def get(self, request: Any, review_uuid: Any) -> FastResponse:
        """The work, the rubric, and the review so far."""
        return self.answer(self.own_review(review_uuid))

    @schema(
        request=shapes.PeerReviewWriteSerializer,
        response=shapes.PeerReviewSheetSerializer,
        needs_version=True,
        summary="Write a review",
    )
    def put(self, request: Any, review_uuid: Any) -> FastResponse:
        """The review as it stands; sent, it may be changed until the due date."""
        review = self.own_review(review_uuid)
        version = named_version(request)
        values = self.validated(shapes.PeerReviewWriteSerializer)
        written = write_review(
            review=review,
            levels=levels_from(values["levels"]) or [],
            comment=values["comment"],
            is_final=values["is_final"],
            base_version=version,
        )
        for name in ("comment", "points", "submitted_at", "row_version"):
            setattr(review, name, getattr(written, name))
        review.refresh_from_db(fields=["row_version"])
        return self.answer(review)


class PeerFileView(PeerReviewBaseView):
    """A file of a work to review."""

    @schema(
        response=OpenApiTypes.BINARY,
        media_type="application/octet-stream",
        summary="A file of a work I review",
    )
    def get(self, request: Any, review_uuid: Any, file_uuid: Any) -> HttpResponseBase:
        """What the author handed in, under a name that does not tell who that is."""
        review = self.own_review(review_uuid)
        rows = SubmissionFile.objects.filter(submission=review.submission, uuid=file_uuid)
        row = rows.exclude(role=SubmissionFile.Role.MARKED).select_related("file").first()
        if row is None or row.file is None:
            raise NotFound
        return sent(request, row.file, shown_name(review, row))
