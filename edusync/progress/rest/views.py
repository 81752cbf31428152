"""Views that record progress in a lesson."""

from typing import Any

from django.http.response import HttpResponseBase

from edusync.courses.policy import CoursePolicy, require_unlocked
from edusync.courses.problems import EnrollFirst
from edusync.enrollment.queries import course_rows
from edusync.kernel.policy import Permission
from edusync.kernel.problems import Forbidden, NotFound, Problem
from edusync.kernel.rest.rate_limits import client_address
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.progress import queries, services
from edusync.progress.policy import ProgressPolicy
from edusync.progress.rest import serializers as shapes


class LessonProgressView(ApiView):
    """Base of the routes about the learner's own progress in a lesson."""

    policy = ProgressPolicy()
    permissions = {"post": Permission.PROGRESS_RECORD, "delete": Permission.PROGRESS_RECORD}

    def found(self, lesson_id: int) -> tuple[Any, queries.LessonTarget]:
        """The learner's enrollment and the lesson. Raises NotFound, EnrollFirst, LessonLocked."""
        found = queries.learner_lesson(lesson_id=lesson_id, learner_id=self.actor.user_id or 0)
        if found is None:
            raise self.absence(lesson_id)
        self.check(Permission.PROGRESS_RECORD, found[0])
        lesson = found[1]
        require_unlocked(self.actor, course_id=lesson.course_id, lesson_id=lesson.id, known=lesson.known)
        return found

    def absence(self, lesson_id: int) -> Exception:
        """Why there is nothing to record: the course is hidden, or seen but not taken."""
        rows = course_rows().filter(
            lessons__id=lesson_id,
            lessons__deleted_at__isnull=True,
            lessons__is_published=True,
            lessons__module__deleted_at__isnull=True,
            lessons__module__is_published=True,
        )
        course = CoursePolicy().visible(rows, self.actor).first()
        return NotFound() if course is None else EnrollFirst(course_slug=course.slug)


class HeartbeatView(LessonProgressView):
    """Time, place and share of a lesson."""

    @schema(
        request=shapes.HeartbeatSerializer,
        response=shapes.RecordedSerializer,
        summary="Report being in a lesson",
    )
    def post(self, request: Any, pk: int) -> HttpResponseBase:
        """Record a view; the lesson is completed when its rule says so."""
        values = self.validated(shapes.HeartbeatSerializer)
        enrollment, lesson = self.found(pk)
        progress, _ = services.record_beats(
            enrollment=enrollment, lesson=lesson, beats=[beat_of(values)], agent=agent_of(request)
        )
        return FastResponse(shapes.recorded_json(enrollment, progress))


class LateBeatsView(LessonProgressView):
    """Beats that a device kept while it had no network."""

    @schema(
        request=shapes.LateBeatsSerializer,
        response=shapes.BeatResultsSerializer,
        summary="Report beats kept on the device",
    )
    def post(self, request: Any) -> HttpResponseBase:
        """Each counts once, however often it is sent; no more than the time that really passed counts."""
        # Each lesson is asked for by itself; who records nothing anywhere need not try.
        if not self.actor.has(Permission.PROGRESS_RECORD):
            raise Forbidden(permission=str(Permission.PROGRESS_RECORD))
        wanted: dict[int, list[tuple[int, dict[str, Any]]]] = {}
        beats = self.validated(shapes.LateBeatsSerializer)["beats"]
        for place, values in enumerate(beats):
            wanted.setdefault(values["lesson_id"], []).append((place, values))
        results: dict[int, dict[str, Any]] = {}
        for lesson_id, kept in wanted.items():
            code, counts = self.recorded(lesson_id, [beat_of(values) for _, values in kept])
            for (place, values), seconds in zip(kept, counts, strict=True):
                results[place] = late_json(values, seconds, code)
        return FastResponse({"results": [results[place] for place in range(len(beats))]})

    def recorded(self, lesson_id: int, beats: list[services.Beat]) -> tuple[str, list[int]]:
        """The code of the problem that keeps the beats of a lesson out, and what counts of each."""
        try:
            enrollment, lesson = self.found(lesson_id)
            _, counts = services.record_beats(
                enrollment=enrollment, lesson=lesson, beats=beats, agent=agent_of(self.request)
            )
        except Problem as problem:
            return problem.code, [0] * len(beats)
        return "", counts


def beat_of(values: dict[str, Any]) -> services.Beat:
    """The beat as the service takes it."""
    names = ("seconds", "position_seconds", "watched_share", "watched")
    return services.Beat(
        **{name: values[name] for name in names if name in values}, **values.get("session", {})
    )


def agent_of(request: Any) -> services.Agent:
    """The device that sends, and the network it is in."""
    return services.Agent(
        request.META.get("HTTP_USER_AGENT", ""), services.network_of(client_address(request._request))
    )


def late_json(values: dict[str, Any], seconds: int, code: str) -> dict[str, Any]:
    """The answer as BeatResultSerializer describes it."""
    session = values["session"]
    return {
        "lesson_id": values["lesson_id"],
        "client_id": str(session["client_id"]),
        "sequence": session.get("sequence"),
        "accepted_seconds": seconds,
        "code": code,
    }


class CompletionView(LessonProgressView):
    """Marking a lesson as completed, and taking that back."""

    @schema(response=shapes.RecordedSerializer, summary="Mark a lesson as completed")
    def post(self, request: Any, pk: int) -> HttpResponseBase:
        """Complete it, if its rule leaves that to the learner."""
        enrollment, lesson = self.found(pk)
        progress = services.complete_by_learner(enrollment=enrollment, lesson=lesson)
        return FastResponse(shapes.recorded_json(enrollment, progress))

    @schema(response=shapes.RecordedSerializer, summary="Reopen a lesson")
    def delete(self, request: Any, pk: int) -> HttpResponseBase:
        """Take back a completion of one's own making."""
        enrollment, lesson = self.found(pk)
        progress = services.reopen_by_learner(enrollment=enrollment, lesson=lesson)
        return FastResponse(shapes.recorded_json(enrollment, progress))
