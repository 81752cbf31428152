"""Views of the staff's side: requests, the line, acts on many, the log."""

from typing import Any

from django.http.response import HttpResponseBase

from edusync.enrollment import queries, services
from edusync.enrollment.models import WaitlistEntry
from edusync.enrollment.policy import CourseLearnersPolicy, courses_to_decide
from edusync.enrollment.rest import entry_serializers as doors
from edusync.enrollment.rest import serializers as shapes
from edusync.enrollment.rest.course_views import LearnersOfCourseView
from edusync.enrollment.rest.views import OneEnrollmentView
from edusync.identity.queries import people_named
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import Forbidden, NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema

OLDEST_FIRST = ("approval_requested_at", "id")
# Those with an offer come first by the name of their state: "offered" before "waiting".
LINE_ORDER = ("state", "priority", "joined_at", "id")


def request_page(rows: Any, request: Any) -> dict[str, Any]:
    """A page of open requests, the oldest first."""
    page = keyset_page(rows, request=request, order=OLDEST_FIRST)
    people = people_named(row.learner_id for row in page["results"])
    page["results"] = [doors.request_json(row, people.get(row.learner_id)) for row in page["results"]]
    return page


class CourseRequestsView(LearnersOfCourseView):
    """Who asks to take a course."""

    @schema(response=doors.RequestSerializer, paginated=True, summary="Open requests of a course")
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """The oldest first."""
        return FastResponse(request_page(queries.requests_of([self.course(slug).pk]), request))


class TeachingRequestsView(ApiView):
    """Who asks to take one of the courses whose learners are the actor's to decide about."""

    policy = CourseLearnersPolicy()
    key_scopes = {"get": Permission.ENROLLMENT_MANAGE}

    @schema(
        response=doors.RequestPageSerializer,
        query={"cursor": "where the page before ended", "limit": {"type": "integer", "minimum": 1}},
        summary="Open requests of my courses",
    )
    def get(self, request: Any) -> HttpResponseBase:
        """The oldest first, with how many there are in all."""
        courses = courses_to_decide(queries.course_rows(), self.actor)
        rows = queries.requests_of(courses.values("pk"))
        return FastResponse({**request_page(rows, request), "count": rows.count()})


class ApproveView(OneEnrollmentView):
    """Saying yes to a request."""

    key_scopes = {"post": Permission.ENROLLMENT_MANAGE}

    @schema(
        request=doors.ApproveSerializer, response=shapes.EnrollmentSerializer, summary="Approve a request"
    )
    def post(self, request: Any, pk: int) -> HttpResponseBase:
        """A seat, or a place in line."""
        row = self.found(pk)
        self.check(Permission.ENROLLMENT_MANAGE, row)
        reason = self.validated(doors.ApproveSerializer)["reason"]
        by_id = self.actor.user_id or 0
        return self.answer(services.approve_enrollment(enrollment=row, by_id=by_id, reason=reason), row)


class RejectView(OneEnrollmentView):
    """Saying no."""

    key_scopes = {"post": Permission.ENROLLMENT_MANAGE}

    @schema(request=doors.RejectSerializer, response=shapes.EnrollmentSerializer, summary="Refuse a request")
    def post(self, request: Any, pk: int) -> HttpResponseBase:
        """With the reason, which the learner reads."""
        row = self.found(pk)
        self.check(Permission.ENROLLMENT_MANAGE, row)
        reason = self.validated(doors.RejectSerializer)["reason"]
        by_id = self.actor.user_id or 0
        return self.answer(services.reject_enrollment(enrollment=row, by_id=by_id, reason=reason), row)


class ReopenView(OneEnrollmentView):
    """Having somebody who is through go on."""

    key_scopes = {"post": Permission.ENROLLMENT_MANAGE}

    @schema(
        request=shapes.ReasonSerializer,
        response=shapes.EnrollmentSerializer,
        summary="Reopen a completed enrollment",
    )
    def post(self, request: Any, pk: int) -> HttpResponseBase:
        """The course counts as not completed until the learner is through again."""
        row = self.found(pk)
        self.check(Permission.ENROLLMENT_MANAGE, row)
        by_id = self.actor.user_id or 0
        return self.answer(services.reopen_enrollment(enrollment=row, by_id=by_id, reason=self.reason()), row)


class CourseInvitationsView(LearnersOfCourseView):
    """Inviting into a course."""

    key_scopes = {"post": Permission.ENROLLMENT_MANAGE}

    @schema(
        request=doors.CourseInviteSerializer,
        response=doors.CourseInviteReportSerializer,
        summary="Invite people into a course by their addresses",
    )
    @idempotent
    def post(self, request: Any, slug: str) -> HttpResponseBase:
        """Members find the invitation among their courses, others a link in a mail; the answer says so for each address."""
        course = self.course(slug, Permission.ENROLLMENT_MANAGE)
        values = self.validated(doors.CourseInviteSerializer)
        rows = services.invite_addresses(course=course, by_id=self.actor.user_id or 0, **values)
        count = sum(row["result"] in {"invited", "mailed"} for row in rows)
        return FastResponse({"invited": count, "rows": rows})


class WaitlistView(LearnersOfCourseView):
    """The line of a course."""

    @schema(response=doors.WaitlistEntrySerializer, paginated=True, summary="The waitlist of a course")
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """Those with an offer, then the next first."""
        rows = queries.line_of(self.course(slug).pk)
        page = keyset_page(rows, request=request, order=LINE_ORDER)
        people = people_named(row.learner_id for row in page["results"])
        page["results"] = [doors.entry_json(row, people.get(row.learner_id)) for row in page["results"]]
        return FastResponse(page)


class WaitlistEntryView(LearnersOfCourseView):
    """A place in line."""

    key_scopes = {"patch": Permission.ENROLLMENT_MANAGE}

    @schema(
        request=doors.PrioritySerializer,
        response=doors.WaitlistEntrySerializer,
        summary="Move somebody in the line",
    )
    def patch(self, request: Any, pk: int) -> HttpResponseBase:
        """The lower the priority, the sooner the seat."""
        rows = WaitlistEntry.objects.filter(state__in=["waiting", "offered"])
        entry = rows.select_related("learner", "cohort").filter(pk=pk).first()
        courses = self.policy.visible(queries.course_rows(), self.actor)
        course = courses.filter(pk=entry.course_id).first() if entry else None
        if entry is None or course is None:
            raise NotFound
        if not self.policy.allows(self.actor, Permission.ENROLLMENT_MANAGE, course):
            raise Forbidden(permission=str(Permission.ENROLLMENT_MANAGE))
        priority = self.validated(doors.PrioritySerializer)["priority"]
        services.set_waitlist_priority(entry=entry, priority=priority, by_id=self.actor.user_id or 0)
        entry.priority = priority
        return FastResponse(doors.entry_json(entry, people_named([entry.learner_id]).get(entry.learner_id)))


class BulkView(LearnersOfCourseView):
    """One act on many learners."""

    key_scopes = {"post": Permission.ENROLLMENT_MANAGE}

    @schema(
        request=doors.BulkSerializer,
        response=doors.BulkResultSerializer,
        summary="Do one thing to many learners of a course",
    )
    def post(self, request: Any, slug: str) -> HttpResponseBase:
        """Row by row: what was done, and what was refused and why."""
        course = self.course(slug, Permission.ENROLLMENT_MANAGE)
        values = self.validated(doors.BulkSerializer)
        return FastResponse(services.change_many(course_id=course.pk, by=self.actor, **values))


class TransitionsView(OneEnrollmentView):
    """The log of an enrollment."""

    key_scopes = {"get": Permission.ENROLLMENT_READ}

    @schema(
        response=doors.TransitionSerializer,
        paginated=True,
        summary="Every change of an enrollment's status",
    )
    def get(self, request: Any, pk: int) -> HttpResponseBase:
        """The oldest first."""
        row = self.found(pk)
        self.check(Permission.ENROLLMENT_READ, row)
        page = keyset_page(
            queries.transitions_of(row.pk), request=request, order=("id",), serialize=doors.transition_json
        )
        return FastResponse(page)
