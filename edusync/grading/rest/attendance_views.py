"""Views of attendance for those who teach: how it counts, meetings, who was there, the code on the wall."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from edusync.grading import services
from edusync.grading.engine.codes import code_of, seconds_left, window_of
from edusync.grading.models import AttendanceRecord, AttendanceSession
from edusync.grading.problems import CheckInClosed
from edusync.grading.queries import attendance as found
from edusync.grading.queries.attendance_files import preview
from edusync.grading.queries.cells import number
from edusync.grading.queries.importing import MAX_BYTES
from edusync.grading.queries.learners import learners_in_book
from edusync.grading.rest import attendance_serializers as shapes
from edusync.grading.rest.base import CHANGE, MANAGE, VIEW, BookView
from edusync.grading.rest.grade_views import in_course
from edusync.identity.queries import display_name_of
from edusync.kernel import clock
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem
from edusync.kernel.rest.parsers import FormParser
from edusync.kernel.rest.views import FastResponse, schema

PLAN = ("row_version", "present_percent", "late_percent", "absent_percent", "late_after_minutes")
SESSION = (
    "id", "kind", "title", "place", "starts_at", "minutes", "cohort_id", "checkin_until", "closed_at", "refused_count",
    "row_version",
)  # fmt: skip
HERE = (AttendanceRecord.State.PRESENT, AttendanceRecord.State.LATE)


def session_json(row: AttendanceSession) -> dict[str, Any]:
    """A meeting as AttendanceSessionSerializer describes it."""
    return {**{name: getattr(row, name) for name in SESSION}, "cohort": row.cohort.name if row.cohort else ""}


def counted_json(row: Any) -> dict[str, Any]:
    """The same with its counts."""
    return {
        **session_json(row),
        **{f"{state}_count": getattr(row, f"{state}_count") for state in found.STATES},
    }


class AttendancePlanView(BookView):
    """How attendance counts in a course."""

    @schema(response=shapes.AttendancePlanSerializer, summary="How attendance counts in a course")
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """The defaults where nobody said."""
        return FastResponse(self.plan(self.course(slug)))

    @schema(
        request=shapes.AttendancePlanWriteSerializer,
        response=shapes.AttendancePlanSerializer,
        summary="Say how attendance counts in a course",
    )
    def put(self, request: Any, slug: str) -> HttpResponseBase:
        """With `is_graded` the column of the gradebook is filled anew at once."""
        course = self.course(slug, MANAGE)
        values = self.validated(shapes.AttendancePlanWriteSerializer)
        version = values.pop("row_version")
        services.save_plan(course=course, base_version=version, by_id=self.actor.user_id, **values)
        return FastResponse(self.plan(course))

    def plan(self, course: Any) -> dict[str, Any]:
        """The answer of both methods."""
        plan = found.plan_of(course.pk)
        item = found.attendance_item(plan)
        return {
            **{name: getattr(plan, name) for name in PLAN},
            "is_graded": item is not None,
            "title": item.title if item else "",
            "max_points": number(item.max_points) if item else None,
            "course_title": course.title,
            "actions": self.policy.actions(self.actor, course),
        }


class AttendanceSessionsView(BookView):
    """Meetings of a course."""

    @schema(
        response=shapes.AttendanceSessionRowSerializer,
        paginated=True,
        summary="Meetings of a course with their counts",
    )
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """The latest first."""
        rows = found.counted_sessions(self.course(slug).pk)
        return FastResponse(
            keyset_page(rows, request=request, order=("-starts_at", "-id"), serialize=counted_json)
        )

    @schema(
        request=shapes.AttendanceSessionWriteSerializer,
        response=shapes.AttendanceSessionSerializer,
        status=201,
        summary="Add a meeting to a course",
    )
    @idempotent
    def post(self, request: Any, slug: str) -> HttpResponseBase:
        """Of the whole course, or of one cohort."""
        course = self.course(slug, CHANGE)
        values = self.validated(shapes.AttendanceSessionWriteSerializer)
        values.pop("row_version")
        row = services.save_session(course=course, by_id=self.actor.user_id, **values)
        return FastResponse(session_json(row), status=201)


class SessionBase(BookView):
    """Base: one meeting."""

    key_scopes = {"get": VIEW, "post": CHANGE, "put": CHANGE, "delete": CHANGE}

    def session(self, session_id: int, permission: str) -> AttendanceSession:
        """The meeting. Raises NotFound, Forbidden."""
        row: AttendanceSession = self.part(found.live_sessions(), permission, pk=session_id)
        return row

    def roster(self, session: AttendanceSession) -> HttpResponseBase:
        """The meeting with its learners."""
        return FastResponse(
            {
                "session": session_json(session),
                "course_title": session.course.title,
                "course_slug": session.course.slug,
                "places": found.roster_of(session),
            }
        )


class AttendanceSessionView(SessionBase):
    """One meeting."""

    @schema(response=shapes.AttendanceRosterSerializer, summary="A meeting with everybody who belongs to it")
    def get(self, request: Any, session_id: int) -> HttpResponseBase:
        """The queries do not grow with the learners."""
        return self.roster(self.session(session_id, VIEW))

    @schema(
        request=shapes.AttendanceSessionWriteSerializer,
        response=shapes.AttendanceSessionSerializer,
        summary="Change a meeting",
    )
    def put(self, request: Any, session_id: int) -> HttpResponseBase:
        """Date, kind, place, length, cohort."""
        session = self.session(session_id, CHANGE)
        values = self.validated(shapes.AttendanceSessionWriteSerializer)
        version = values.pop("row_version")
        row = services.save_session(
            course=session.course, by_id=self.actor.user_id, session=session, base_version=version, **values
        )
        return FastResponse(session_json(found.live_sessions().get(pk=row.pk)))

    @schema(status=204, summary="Take a meeting back")
    def delete(self, request: Any, session_id: int) -> HttpResponse:
        """What was written of it counts no more."""
        services.remove_session(session=self.session(session_id, CHANGE), by_id=self.actor.user_id)
        return HttpResponse(status=204)


class AttendanceRecordsView(SessionBase):
    """Who was there."""

    @schema(
        request=shapes.AttendanceTakeSerializer,
        response=shapes.AttendanceRosterSerializer,
        summary="Write down who was at a meeting",
    )
    def post(self, request: Any, session_id: int) -> HttpResponseBase:
        """Some learners or all; sent again it changes nothing."""
        session = self.session(session_id, CHANGE)
        values = self.validated(shapes.AttendanceTakeSerializer)
        presences = [services.Presence(**one) for one in values["records"]]
        services.take_attendance(
            session=session, presences=presences, by_id=self.actor.user_id, source=values["source"]
        )
        return self.roster(session)


class AttendanceFillView(SessionBase):
    """Everybody else."""

    @schema(
        request=shapes.AttendanceFillSerializer,
        response=shapes.AttendanceRosterSerializer,
        summary="Write the same of everybody of whom nothing is written yet",
    )
    def post(self, request: Any, session_id: int) -> HttpResponseBase:
        """Everybody present, then the exceptions."""
        session = self.session(session_id, CHANGE)
        state = self.validated(shapes.AttendanceFillSerializer)["state"]
        services.fill_session(session=session, state=state, by_id=self.actor.user_id)
        return self.roster(session)


class AttendanceCloseView(SessionBase):
    """The end of taking attendance."""

    @schema(response=shapes.AttendanceRosterSerializer, summary="Close a meeting: everybody else was absent")
    def post(self, request: Any, session_id: int) -> HttpResponseBase:
        """Nobody checks in any more."""
        session = self.session(session_id, CHANGE)
        services.close_session(session=session, by_id=self.actor.user_id)
        return self.roster(session)


class AttendanceHistoryView(SessionBase):
    """The past of a record."""

    @schema(
        response=shapes.AttendanceChangeSerializer(many=True),
        summary="Every change of a learner's record of a meeting",
    )
    def get(self, request: Any, session_id: int, enrollment_id: int) -> HttpResponseBase:
        """The newest first."""
        session = self.session(session_id, VIEW)
        if not in_course(session.course_id, enrollment_id):
            raise NotFound
        return FastResponse(
            [
                {
                    "at": row.created_at,
                    "state_before": row.state_before,
                    "state_after": row.state_after,
                    "source": row.source,
                    "by": display_name_of(row.by) if row.by else None,
                }
                for row in found.history_of(session, enrollment_id)
            ]
        )


OF_COURSE = {"course": "Slug of the course the meeting is looked for in; in another there is none"}


class CheckInCodeView(SessionBase):
    """The code on the wall."""

    def session(self, session_id: int, permission: str) -> AttendanceSession:
        """The meeting, of the course that was named, if one was. Raises NotFound, Forbidden."""
        row = super().session(session_id, permission)
        # A closed meeting has no body that could tell its course, so the page asks for it by the course.
        if row.course.slug != self.request.GET.get("course", row.course.slug):
            raise NotFound
        return row

    @schema(
        response=shapes.CheckInCodeSerializer,
        query=OF_COURSE,
        summary="The code by which learners check in now",
    )
    def get(self, request: Any, session_id: int) -> HttpResponseBase:
        """For the projector; it changes every half minute."""
        return self.code(self.session(session_id, CHANGE))

    @schema(
        request=shapes.CheckInOpenSerializer,
        response=shapes.CheckInCodeSerializer,
        query=OF_COURSE,
        summary="Let learners check in to a meeting",
    )
    def post(self, request: Any, session_id: int) -> HttpResponseBase:
        """For so many minutes from now."""
        session = self.session(session_id, CHANGE)
        minutes = self.validated(shapes.CheckInOpenSerializer)["minutes"]
        return self.code(services.open_checkin(session=session, minutes=minutes, by_id=self.actor.user_id))

    @schema(status=204, query=OF_COURSE, summary="Let nobody check in any more")
    def delete(self, request: Any, session_id: int) -> HttpResponse:
        """The code counts no more."""
        services.stop_checkin(session=self.session(session_id, CHANGE))
        return HttpResponse(status=204)

    def code(self, session: AttendanceSession) -> HttpResponseBase:
        """The present code. Raises CheckInClosed."""
        now = clock.now()
        if session.checkin_until is None or session.checkin_until <= now:
            raise CheckInClosed
        here = session.records.filter(state__in=HERE).count()
        people = learners_in_book(session.course_id, cohort_id=session.cohort_id)
        response = FastResponse(
            {
                "code": code_of(str(session.uuid), window_of(now)),
                "seconds_left": seconds_left(now),
                "checkin_until": session.checkin_until,
                "here_count": here,
                "learner_count": people.order_by().count(),
                "refused_count": session.refused_count,
            }
        )
        response["Cache-Control"] = "private, no-store"
        return response


class AttendancePreviewView(SessionBase):
    """A file of a meeting, looked at."""

    parser_classes = (FormParser,)

    @schema(
        request=shapes.AttendanceUploadSerializer,
        response=shapes.AttendancePreviewSerializer,
        media_type="multipart/form-data",
        summary="What a CSV file would write of a meeting; nothing is written",
    )
    def post(self, request: Any, session_id: int) -> HttpResponseBase:
        """Row by row: whom it means, what would be written, what is wrong. The rows are then sent as any others."""
        session = self.session(session_id, CHANGE)
        file = self.validated(shapes.AttendanceUploadSerializer)["file"]
        if file.size > MAX_BYTES:
            raise ValidationProblem(errors=[FieldError("/file", "too-large", "At most 5 MiB.")])
        return FastResponse(preview(session, file.read()))
