"""Views of a learner's own attendance: checking in, what is written, and what guardians see of it."""

from typing import Any

from django.http.response import HttpResponseBase

from edusync.grading import services
from edusync.grading.models import AttendanceRecord
from edusync.grading.queries import attendance as found
from edusync.grading.rest import attendance_serializers as shapes
from edusync.grading.rest.own_views import OwnView
from edusync.identity.services import look_at_child
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission, SignedIn
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema


def meeting_json(row: AttendanceRecord) -> dict[str, Any]:
    """A record as OwnMeetingSerializer describes it; its meeting must be selected."""
    session = row.session
    return {
        "id": row.pk,
        "kind": session.kind,
        "title": session.title,
        "place": session.place,
        "starts_at": session.starts_at,
        "minutes": session.minutes,
        "state": row.state,
    }


def child_meeting_json(row: AttendanceRecord) -> dict[str, Any]:
    """The same with the course."""
    return {**meeting_json(row), "course_title": row.session.course.title}


class CheckInView(ApiView):
    """A learner is here."""

    policy = SignedIn()
    key_scopes = {"post": Permission.PROFILE_UPDATE}
    rate_limits = {"post": "check-in"}

    @schema(
        request=shapes.CheckInSerializer,
        response=shapes.CheckedInSerializer,
        summary="Check in to a meeting by its code",
    )
    def post(self, request: Any) -> HttpResponseBase:
        """Present, or late; asked twice it says the same."""
        values = self.validated(shapes.CheckInSerializer)
        if self.actor.user_id is None:
            raise NotFound
        row = services.check_in(learner_id=self.actor.user_id, **values)
        session = found.live_sessions().get(pk=row.session_id)
        return FastResponse(
            {
                "course_title": session.course.title,
                "course_slug": session.course.slug,
                "title": session.title,
                "starts_at": session.starts_at,
                "state": row.state,
                "checked_in_at": row.checked_in_at,
            }
        )


class OwnAttendanceView(OwnView):
    """Own attendance in a course."""

    @schema(response=shapes.OwnAttendanceSerializer, summary="My attendance in a course")
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """Every meeting of which something is written, and what that comes to."""
        enrollment = self.enrollment(slug)
        rows = found.own_records(enrollment.pk)
        summary = found.summary_of(rows, found.plan_of(enrollment.course_id))
        return FastResponse({**summary, "meetings": [meeting_json(row) for row in rows]})


class ChildAttendanceView(ApiView):
    """Attendance of a learner one looks after."""

    policy = SignedIn()
    key_scopes = {"get": Permission.PROFILE_UPDATE}

    @schema(
        response=shapes.ChildMeetingSerializer, paginated=True, summary="Attendance of a learner I look after"
    )
    def get(self, request: Any, learner_id: int) -> FastResponse:
        """For verified guardians with consent to attendance; the newest first. Notes stay with the school."""
        look_at_child(actor=self.actor, learner_id=learner_id, scope="attendance")
        rows = found.records_of_learner(learner_id)
        return FastResponse(
            keyset_page(rows, request=request, order=("-created_at", "-id"), serialize=child_meeting_json)
        )
