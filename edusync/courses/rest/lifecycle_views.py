"""From draft to catalog and out of it: the review page, each step, and the queue of reviewers."""

from typing import Any

from django.http import HttpResponse

from edusync.courses import policy, services
from edusync.courses.models import Course, CourseApprovalRequest
from edusync.courses.queries.review import history_of, submissions
from edusync.courses.rest import lifecycle_serializers as shapes
from edusync.courses.rest.detail import detail_response
from edusync.courses.rest.lifecycle_json import change_json, queue_json, review_json
from edusync.courses.rest.serializers import CourseDetailSerializer
from edusync.courses.services.lifecycle import is_review_required
from edusync.identity.queries import people_named
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import FieldError, Forbidden, NotFound, ValidationProblem
from edusync.kernel.rest.views import ApiView, FastResponse, schema


class StudioView(ApiView):
    """A route about one course for those who work on it."""

    policy = policy.CoursePolicy()
    key_scopes = dict.fromkeys(("get", "post", "put", "patch", "delete"), Permission.COURSE_UPDATE)

    def course_for(self, permission: str, slug: str) -> Course:
        """The course if the actor may do this with it. Raises NotFound, Forbidden."""
        course = self._course(slug)
        self.check(permission, course)
        return course

    def course_of_team(self, slug: str) -> Course:
        """The course if the actor works on it or reviews it. Raises NotFound, Forbidden."""
        course = self._course(slug)
        if policy.works_on(self.actor, course):
            return course
        raise Forbidden if self.required_policy().sees(self.actor, course) else NotFound

    def _course(self, slug: str) -> Course:
        course: Course | None = Course.objects.filter(slug=slug, deleted_at=None).first()
        if course is None:
            raise NotFound
        return course

    def review(self, course: Course) -> FastResponse:
        """The review page after a step."""
        return FastResponse(review_json(self.actor, course))


class ReviewView(StudioView):
    """Where a course stands."""

    @schema(response=shapes.CourseReviewPageSerializer, summary="Review page of a course")
    def get(self, request: Any, slug: str) -> FastResponse:
        """State, submission, checklist, waiting drafts, and what the asker may do."""
        return self.review(self.course_of_team(slug))


class HistoryView(StudioView):
    """What happened to a course."""

    @schema(response=shapes.StateChangeSerializer, paginated=True, summary="History of a course")
    def get(self, request: Any, slug: str) -> FastResponse:
        """The latest step first."""
        page = keyset_page(history_of(self.course_of_team(slug).pk), request=request, order=("-id",))
        people = people_named(row.by_id for row in page["results"] if row.by_id)
        page["results"] = [change_json(row, people) for row in page["results"]]
        return FastResponse(page)


class SubmitView(StudioView):
    """Into review."""

    @schema(
        request=shapes.SubmitSerializer,
        response=shapes.CourseReviewPageSerializer,
        summary="Hand a course in",
    )
    @idempotent
    def post(self, request: Any, slug: str) -> FastResponse:
        """The course, or the changes of a published one, wait for a reviewer."""
        course = self.course_for(Permission.COURSE_UPDATE, slug)
        note = self.validated(shapes.SubmitSerializer).get("note", "")
        services.submit_course(course=course, by_id=self.actor.user_id or 0, note=note)
        return self.review(course)


class WithdrawView(StudioView):
    """Out of review."""

    @schema(
        request=shapes.StepReasonSerializer,
        response=shapes.CourseReviewPageSerializer,
        summary="Take a submission back",
    )
    @idempotent
    def post(self, request: Any, slug: str) -> FastResponse:
        """The course is a draft again; a published one stays what it is."""
        course = self.course_for(Permission.COURSE_UPDATE, slug)
        reason = self.validated(shapes.StepReasonSerializer).get("reason", "")
        services.withdraw_submission(course=course, by_id=self.actor.user_id or 0, reason=reason)
        return self.review(course)


class DecideView(StudioView):
    """A reviewer's word."""

    key_scopes = {"post": Permission.COURSE_REVIEW}

    @schema(
        request=shapes.DecisionSerializer,
        response=shapes.CourseReviewPageSerializer,
        summary="Approve a submission or ask for changes",
    )
    @idempotent
    def post(self, request: Any, slug: str) -> FastResponse:
        """Asking for changes needs a reason; nobody decides on what they handed in."""
        course = self.course_for(Permission.COURSE_REVIEW, slug)
        values = self.validated(shapes.DecisionSerializer)
        services.decide_submission(
            course=course,
            decision=values["decision"],
            reason=values.get("reason", ""),
            seen_mark=values.get("mark", ""),
            by_id=self.actor.user_id or 0,
        )
        return self.review(course)


class PublishView(StudioView):
    """Into the catalog."""

    key_scopes = {"post": Permission.COURSE_PUBLISH}

    @schema(
        request=shapes.PublishSerializer,
        response=CourseDetailSerializer,
        summary="Publish a course or its changes",
    )
    @idempotent
    def post(self, request: Any, slug: str) -> FastResponse:
        """422 course-empty, checklist-failed or checklist-warnings; 409 review-needed or approval-lapsed."""
        course = self.course_for(Permission.COURSE_PUBLISH, slug)
        values = self.validated(shapes.PublishSerializer)
        services.publish_course(
            course=course,
            by_id=self.actor.user_id,
            accept_warnings=values["accept_warnings"],
            reason=values.get("reason", ""),
            waives_review=policy.publishes_freely(self.actor),
        )
        return detail_response(self.actor, course.slug)


class UnpublishView(StudioView):
    """Back to draft."""

    key_scopes = {"post": Permission.COURSE_PUBLISH}

    @schema(
        request=shapes.StepReasonSerializer,
        response=CourseDetailSerializer,
        summary="Take a course back to draft",
    )
    @idempotent
    def post(self, request: Any, slug: str) -> FastResponse:
        """The draft; 409 course-state while people are enrolled."""
        course = self.course_for(Permission.COURSE_PUBLISH, slug)
        reason = self.validated(shapes.StepReasonSerializer).get("reason", "")
        services.unpublish_course(course=course, by_id=self.actor.user_id, reason=reason)
        return detail_response(self.actor, course.slug)


class ArchiveView(StudioView):
    """Out of the catalog."""

    key_scopes = {"post": Permission.COURSE_ARCHIVE}

    @schema(request=shapes.StepReasonSerializer, response=CourseDetailSerializer, summary="Archive a course")
    @idempotent
    def post(self, request: Any, slug: str) -> FastResponse:
        """The archived course; those enrolled keep it."""
        course = self.course_for(Permission.COURSE_ARCHIVE, slug)
        reason = self.validated(shapes.StepReasonSerializer).get("reason", "")
        services.archive_course(course=course, by_id=self.actor.user_id, reason=reason)
        return detail_response(self.actor, course.slug)


class ScheduleView(StudioView):
    """When a course is published."""

    key_scopes = dict.fromkeys(("put", "delete"), Permission.COURSE_PUBLISH)

    @schema(
        request=shapes.ScheduleSerializer,
        response=shapes.CourseReviewPageSerializer,
        summary="Publish a course at a set time",
    )
    def put(self, request: Any, slug: str) -> FastResponse:
        """The checklist is looked at now and again then."""
        course = self.course_for(Permission.COURSE_PUBLISH, slug)
        services.schedule_publish(
            course=course,
            by_id=self.actor.user_id,
            waives_review=policy.publishes_freely(self.actor),
            **self.validated(shapes.ScheduleSerializer),
        )
        return self.review(course)

    @schema(status=204, summary="Take the set time back")
    def delete(self, request: Any, slug: str) -> HttpResponse:
        """The course waits for somebody to publish it."""
        course = self.course_for(Permission.COURSE_PUBLISH, slug)
        services.unschedule_publish(course=course, by_id=self.actor.user_id)
        return HttpResponse(status=204)


class QueueView(ApiView):
    """What waits for reviewers."""

    policy = policy.ApprovalPolicy()
    permissions = {"get": Permission.COURSE_REVIEW}

    @schema(
        response=shapes.QueueEntrySerializer,
        paginated=True,
        query={"status": "open (default), changes_requested, approved, done, lapsed, withdrawn or all"},
        summary="Submissions of courses",
    )
    def get(self, request: Any) -> FastResponse:
        """The oldest first, of the courses that the asker reviews."""
        status = request.GET.get("status", "") or CourseApprovalRequest.Status.OPEN
        if status != "all" and status not in CourseApprovalRequest.Status.values:
            raise ValidationProblem(errors=[FieldError("/status", "not-a-choice", "No such state.")])
        rows = submissions(status="" if status == "all" else status, search=request.GET.get("search", ""))
        page = keyset_page(self.policy.visible(rows, self.actor), request=request, order=("id",))
        ids = {user_id for row in page["results"] for user_id in (row.submitted_by_id, row.decided_by_id)}
        people = people_named(user_id for user_id in ids if user_id)
        page["results"] = [queue_json(row, people, self.actor) for row in page["results"]]
        return FastResponse(page)


class QueueCountView(ApiView):
    """The number beside the queue's name."""

    policy = policy.ApprovalPolicy()
    permissions = {"get": Permission.COURSE_REVIEW}

    @schema(response=shapes.QueueCountSerializer, summary="Number of waiting submissions")
    def get(self, request: Any) -> FastResponse:
        """Those that wait for the asker: one's own are for others."""
        rows = submissions(status=CourseApprovalRequest.Status.OPEN).exclude(
            submitted_by_id=self.actor.user_id
        )
        return FastResponse({"open": self.policy.visible(rows, self.actor).count()})


class ReviewRuleView(ApiView):
    """Whether courses need an approval before they are published."""

    policy = policy.ApprovalPolicy()
    permissions = {"get": Permission.COURSE_REVIEW, "put": Permission.CATEGORY_MANAGE}

    @schema(response=shapes.ReviewRuleSerializer, summary="What publishing needs")
    def get(self, request: Any) -> FastResponse:
        """The organization's rule."""
        required = is_review_required(self.actor.organization_id or 0)
        return FastResponse({"is_review_required": required})

    @schema(
        request=shapes.ReviewRuleSerializer,
        response=shapes.ReviewRuleSerializer,
        summary="Set what publishing needs",
    )
    def put(self, request: Any) -> FastResponse:
        """For those who look after all courses; they may always publish."""
        required = self.validated(shapes.ReviewRuleSerializer)["is_review_required"]
        services.set_review_rule(is_required=required, by_id=self.actor.user_id)
        return FastResponse({"is_review_required": required})
