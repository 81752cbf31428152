"""Routes by which staff plan and watch reviews by learners."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse

from edusync.assessment.assignment_policy import SubmissionPolicy
from edusync.assessment.marking_names import display_name, is_hidden
from edusync.assessment.models import Assignment, PeerPlan, PeerReview
from edusync.assessment.peer_policy import PeerReviewPolicy
from edusync.assessment.peer_queries import peer_plan_of, reviewed_works, reviewer_weights
from edusync.assessment.rest import peer_serializers as shapes
from edusync.assessment.rest.assignment_json import number
from edusync.assessment.rest.assignment_views import NO_STORE
from edusync.assessment.rest.marking_views import MarkingBaseView
from edusync.assessment.rest.peer_json import plan_json, work_json
from edusync.assessment.services.assignments import peer_planning, peer_reminding, peer_reviewing
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema

MARK = Permission.SUBMISSION_MARK
MOST_CHOICES = 100


class PeerStaffView(MarkingBaseView):
    """A route about the reviews of one assignment, for its staff."""

    def planned(self, assignment_id: int) -> tuple[Assignment, PeerPlan]:
        """The assignment with its plan. Raises NotFound."""
        assignment = self.assignment_of(assignment_id)
        plan = peer_plan_of(assignment.pk)
        if plan is None:
            raise NotFound
        return assignment, plan


class PeerPlanView(PeerStaffView):
    """Whether learners review works of an assignment, and by which rules."""

    permissions = {"get": MARK, "put": Permission.QUIZ_MANAGE, "delete": Permission.QUIZ_MANAGE}

    def answer(self, assignment: Assignment) -> FastResponse:
        """The plan as it stands."""
        plan = peer_plan_of(assignment.pk)
        works = reviewed_works(assignment)
        reviews = PeerReview.objects.filter(plan=plan) if plan else PeerReview.objects.none()
        marked = SubmissionPolicy().marked(works, self.actor).filter(raw_points__isnull=False)
        body = {
            "plan": plan_json(plan),
            "title": assignment.lesson.title,
            "course_title": assignment.course.title,
            "has_rubric": assignment.rubric_id is not None,
            "work_count": works.count(),
            "review_count": reviews.count(),
            "sent_count": reviews.filter(submitted_at__isnull=False).count(),
            "sample_choices": [
                {"uuid": row.uuid, "name": display_name(row), "points": number(row.raw_points)}
                for row in marked.order_by("alias_number")[:MOST_CHOICES]
            ],
        }
        return FastResponse(body, headers=NO_STORE)

    @schema(
        response=shapes.PeerPlanOfAssignmentSerializer, summary="How learners review an assignment's works"
    )
    def get(self, request: Any, assignment_id: int) -> FastResponse:
        """The plan, empty where they do not."""
        return self.answer(self.assignment_of(assignment_id))

    @schema(
        request=shapes.PeerPlanWriteSerializer,
        response=shapes.PeerPlanOfAssignmentSerializer,
        summary="Let learners review an assignment's works",
    )
    def put(self, request: Any, assignment_id: int) -> FastResponse:
        """The plan; what was given out stays."""
        assignment = self.assignment_of(assignment_id, permission=Permission.QUIZ_MANAGE)
        values = dict(self.validated(shapes.PeerPlanWriteSerializer))
        peer_planning.save_peer_plan(assignment=assignment, values=values, by_id=self.actor.user_id or 0)
        return self.answer(assignment)

    @schema(status=204, summary="Let nobody review an assignment's works any more")
    def delete(self, request: Any, assignment_id: int) -> HttpResponse:
        """Nothing; refused once a review was sent."""
        assignment = self.assignment_of(assignment_id, permission=Permission.QUIZ_MANAGE)
        plan = peer_plan_of(assignment.pk)
        if plan is None:
            raise NotFound
        peer_planning.drop_peer_plan(plan=plan, by_id=self.actor.user_id or 0)
        return HttpResponse(status=204)


class PeerAllocationView(PeerStaffView):
    """Giving works out."""

    permissions = {"post": MARK}

    @schema(response=shapes.PeerCountSerializer, summary="Give works out to the learners who review them")
    def post(self, request: Any, assignment_id: int) -> FastResponse:
        """How many reviews are new; whoever has theirs keeps them."""
        _, plan = self.planned(assignment_id)
        count = peer_planning.allocate_reviews(plan=plan, by_id=self.actor.user_id)
        return FastResponse({"count": count})


class PeerWorksView(PeerStaffView):
    """Who reviewed whom."""

    permissions = {"get": MARK}

    @schema(response=shapes.PeerWorkSerializer, paginated=True, summary="Works with their reviews")
    def get(self, request: Any, assignment_id: int) -> FastResponse:
        """Each work with its reviews and the mark they propose."""
        assignment, plan = self.planned(assignment_id)
        reviews = PeerReview.objects.filter(plan=plan).select_related("reviewer__learner")
        rows = SubmissionPolicy().marked(reviewed_works(assignment), self.actor)
        rows = rows.prefetch_related(Prefetch("peer_reviews", queryset=reviews))
        weights, aliases = reviewer_weights(plan), aliases_of(assignment)
        page = keyset_page(
            rows,
            request=request,
            order=("alias_number", "id"),
            serialize=lambda row: work_json(row, weights, aliases, self_percent=plan.self_review_percent),
        )
        return FastResponse(page, headers=NO_STORE)


def aliases_of(assignment: Assignment) -> dict[int, str]:
    """What to call reviewers (by enrollment) whose own work is still marked without a name.

    Their names beside the numbers of all others would tell whose work is left.
    """
    if not assignment.is_anonymous:
        return {}
    rows = reviewed_works(assignment)
    return {row.enrollment_id: display_name(row) for row in rows if is_hidden(row)}


class PeerProposalsView(PeerStaffView):
    """Marks that reviews propose."""

    permissions = {"post": MARK}

    @schema(
        request=shapes.ProposalsWriteSerializer,
        response=shapes.PeerCountSerializer,
        summary="Take the marks that reviews propose",
    )
    def post(self, request: Any, assignment_id: int) -> FastResponse:
        """How many works have their mark now; learners see it once it is posted."""
        assignment, _ = self.planned(assignment_id)
        values = self.validated(shapes.ProposalsWriteSerializer)
        count = peer_reviewing.take_proposals(
            assignment=assignment,
            submission_uuids=values["submissions"],
            by_id=self.actor.user_id or 0,
        )
        return FastResponse({"count": count})


class PeerReleaseView(PeerStaffView):
    """Reviews become readable."""

    permissions = {"post": MARK}

    @schema(status=204, summary="Let authors read the reviews of their works")
    def post(self, request: Any, assignment_id: int) -> HttpResponse:
        """Nothing; with a posted mark they read them anyway."""
        _, plan = self.planned(assignment_id)
        peer_reviewing.release_reviews(plan=plan, by_id=self.actor.user_id or 0)
        return HttpResponse(status=204)


class PeerRemindersView(PeerStaffView):
    """Reminders."""

    permissions = {"post": MARK}

    @schema(response=shapes.PeerCountSerializer, summary="Remind those whose reviews are missing")
    def post(self, request: Any, assignment_id: int) -> FastResponse:
        """How many learners get a mail."""
        _, plan = self.planned(assignment_id)
        return FastResponse({"count": peer_reminding.remind_reviewers(plan=plan)})


class LeftOutView(ApiView):
    """Whether a review counts."""

    policy = PeerReviewPolicy()
    permissions = {"put": MARK}

    @schema(request=shapes.LeftOutWriteSerializer, status=204, summary="Leave a review out, or take it in")
    def put(self, request: Any, review_uuid: Any) -> HttpResponse:
        """Nothing."""
        rows = PeerReview.objects.select_related("plan__assignment", "reviewer")
        review = self.get_visible(rows, uuid=review_uuid)
        self.check(MARK, review)
        values = self.validated(shapes.LeftOutWriteSerializer)
        peer_reviewing.leave_review_out(
            review=review, is_left_out=values["is_left_out"], by_id=self.actor.user_id or 0
        )
        return HttpResponse(status=204)
