"""Views of learning time: the learner's own, and the hours of one learner for those who teach the course."""

import dataclasses
import datetime
from typing import Any

from django.http.response import HttpResponseBase

from edusync.enrollment import queries as enrollments
from edusync.kernel import audit, clock
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission, SignedIn
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem
from edusync.kernel.rest.csv_response import csv_response
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.progress import services, time_queries
from edusync.progress.engagement_facts import scored
from edusync.progress.policy import ProgressPolicy
from edusync.progress.rest import time_serializers as shapes

DEFAULT_WEEKS = 12
MAX_WEEKS = 53
# Who never began is judged after a week.
JUDGED_AFTER = datetime.timedelta(days=7)
PERIOD = {"from": "first day, by the learner's time zone", "until": "last day, included"}
COLUMNS = (
    "day", "started_at", "ended_at", "hours", "seconds", "focus_seconds", "idle_seconds", "late_seconds", "lesson",
    "device",
)  # fmt: skip
CHUNK = 500


class MyTimeView(ApiView):
    """My learning time over all courses."""

    policy = SignedIn()
    permissions = {"get": Permission.PROGRESS_READ}

    @schema(
        response=shapes.MyTimeSerializer,
        query={"weeks": f"how many weeks, 1 to {MAX_WEEKS}; {DEFAULT_WEEKS} without it"},
        summary="My learning time",
    )
    def get(self, request: Any) -> HttpResponseBase:
        """Days of my own calendar, my streak, and what the courses took."""
        learner_id = self.actor.user_id or 0
        settings = time_queries.time_settings(learner_id)
        days = time_queries.learning_days(learner_id, settings.zone)
        today = clock.now().astimezone(settings.zone).date()
        courses = time_queries.courses_with_time(learner_id)
        return FastResponse(
            {
                "time_zone": settings.time_zone,
                "is_session_detail_on": settings.is_session_detail_on,
                "total_seconds": sum(day.seconds for day in days.values()),
                "streak": dataclasses.asdict(time_queries.streak_of(days.values(), today)),
                "weeks": time_queries.weeks_of(days, today, wanted_weeks(request)),
                "courses": [time_queries.course_time_json(row) for row in courses],
            }
        )


def wanted_weeks(request: Any) -> int:
    """How many weeks to show. Raises ValidationProblem."""
    text = request.GET.get("weeks", "") or str(DEFAULT_WEEKS)
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MAX_WEEKS):
        raise ValidationProblem(errors=[FieldError("/weeks", "invalid", f"1 to {MAX_WEEKS}.")])
    return int(text)


class MySessionsView(ApiView):
    """My learning sessions."""

    policy = SignedIn()
    permissions = {"get": Permission.PROGRESS_READ}

    @schema(response=shapes.MySessionSerializer, paginated=True, summary="My learning sessions")
    def get(self, request: Any) -> HttpResponseBase:
        """Newest first, with everything that is kept of them."""
        rows = time_queries.sessions_of_learner(self.actor.user_id or 0)
        page = keyset_page(
            rows, request=request, order=("-started_at", "-id"), serialize=shapes.my_session_json
        )
        return FastResponse(page)


class MySessionDetailsView(ApiView):
    """What is recorded of my sessions beside the time."""

    policy = SignedIn()
    permissions = {"delete": Permission.PROGRESS_READ}

    @schema(response=shapes.ErasedDetailsSerializer, summary="Erase the details of my sessions")
    def delete(self, request: Any) -> HttpResponseBase:
        """Device, browser, network and attention are gone for good; the times stay."""
        return FastResponse({"erased": services.erase_session_details(learner_id=self.actor.user_id or 0)})


class MyEngagementView(ApiView):
    """My engagement in one course."""

    policy = SignedIn()
    permissions = {"get": Permission.PROGRESS_READ}

    @schema(response=shapes.MyEngagementSerializer, summary="My engagement in a course")
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """The score as of now with its parts, time by lesson, and where to go on."""
        rows = enrollments.live_enrollments(self.actor.user_id or 0).filter(course__slug=slug)
        row = rows.select_related("course").order_by("-attempt_number").first()
        if row is None:
            raise NotFound
        lessons = time_queries.lessons_with_time(row.pk)
        resume = next((each for each in lessons if each["lesson_id"] == row.last_lesson_id), None)
        return FastResponse(
            engagement_of(row)
            | {"course_title": row.course.title, "seconds": row.seconds, "lessons": lessons, "resume": resume}
        )


def engagement_of(row: Any) -> dict[str, Any]:
    """The score of an enrollment as of now."""
    now = clock.now()
    is_judged = row.status in enrollments.OPEN_STATUSES and (
        row.last_access_at is not None or row.enrolled_at < now - JUDGED_AFTER
    )
    return shapes.engagement_json(scored([row.pk], now=now) if is_judged else [], is_judged=is_judged)


class SessionsOfLearnerView(ApiView):
    """Base of the routes about one learner's sessions."""

    policy = ProgressPolicy()

    def enrollment(self, slug: str, pk: int) -> Any:
        """The learner's enrollment in the course. Raises NotFound, Forbidden."""
        rows = enrollments.enrollments_by_id([pk]).filter(course__slug=slug, course__deleted_at__isnull=True)
        row = self.get_visible(rows.select_related("course", "learner"), pk)
        self.check(Permission.PROGRESS_READ, row)
        return row

    def sessions(self, request: Any, row: Any, zone: datetime.tzinfo) -> Any:
        """The wanted sessions. Raises ValidationProblem."""
        since, until = wanted_day(request, "from"), wanted_day(request, "until")
        return time_queries.sessions_of_enrollment(
            row.pk,
            since=time_queries.midnight(since, zone) if since else None,
            until=time_queries.midnight(until + time_queries.ONE_DAY, zone) if until else None,
        )


def wanted_day(request: Any, name: str) -> datetime.date | None:
    """The day that a parameter names. Raises ValidationProblem."""
    text = request.GET.get(name, "")
    if not text:
        return None
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        day = datetime.date.min
    # Far from the ends of the calendar, so that the day after and every time zone exist.
    if not 1970 <= day.year <= 9000:
        raise ValidationProblem(errors=[FieldError(f"/{name}", "invalid", "A day as 2026-03-31.")])
    return day


class LearnerSessionsView(SessionsOfLearnerView):
    """Sessions of one learner in a course."""

    @schema(
        response=shapes.LearnerSessionsSerializer,
        query={**PERIOD, "cursor": "of the next page", "limit": "1 to 100"},
        summary="Sessions of a learner",
    )
    def get(self, request: Any, slug: str, pk: int) -> HttpResponseBase:
        """Newest first, with sums over the period and the learner's engagement."""
        row = self.enrollment(slug, pk)
        settings = time_queries.time_settings(row.learner_id)
        sessions = self.sessions(request, row, settings.zone)
        page = keyset_page(
            sessions, request=request, order=("-started_at", "-id"), serialize=shapes.session_json
        )
        return FastResponse(
            {
                "learner_name": row.learner.display_name,
                "course_title": row.course.title,
                "time_zone": settings.time_zone,
                "seconds": row.seconds,
                "percent": enrollments.percent_of(row),
                **time_queries.modules_of(row),
                "totals": time_queries.session_totals(sessions),
                "engagement": engagement_of(row),
                **page,
            }
        )


class LearnerSessionsCsvView(SessionsOfLearnerView):
    """Hours of one learner as a file."""

    rate_limits = {"get": "export"}

    @schema(media_type="text/csv", query=PERIOD, summary="Sessions of a learner as CSV")
    def get(self, request: Any, slug: str, pk: int) -> HttpResponseBase:
        """One line a session, oldest first: days by the learner's time zone, hours with two decimals."""
        row = self.enrollment(slug, pk)
        zone = time_queries.time_settings(row.learner_id).zone
        sessions = self.sessions(request, row, zone).order_by("started_at", "id").iterator(chunk_size=CHUNK)
        audit.record_read("progress.sessions.exported", actor=self.actor, target=("enrollment", row.pk))
        lines = (cells(each, zone) for each in sessions)
        return csv_response(f"sessions-{slug}-{row.pk}.csv", COLUMNS, lines)


def cells(row: Any, zone: datetime.tzinfo) -> tuple[Any, ...]:
    """One session's cells in the order of COLUMNS."""
    return (
        row.started_at.astimezone(zone).date().isoformat(),
        row.started_at.astimezone(zone).isoformat(timespec="seconds"),
        (row.ended_at or row.last_seen_at).astimezone(zone).isoformat(timespec="seconds"),
        f"{row.seconds / 3600:.2f}",
        row.seconds,
        row.focus_seconds,
        row.idle_seconds,
        row.late_seconds,
        row.lesson.title if row.lesson else "",
        row.device_type,
    )
