"""The learner's first screen, in one call."""

from collections.abc import Mapping
from typing import Any

from django.http.response import HttpResponseBase

from edusync.courses import queries as courses
from edusync.enrollment import queries as enrollments
from edusync.kernel import clock
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.progress import queries
from edusync.progress.credential_facts import certificate_codes
from edusync.progress.policy import ProgressPolicy
from edusync.progress.rest import serializers as shapes

OPEN = ("active", "completed")


class MyLearningView(ApiView):
    """Courses I take, where to go on, my numbers."""

    policy = ProgressPolicy()
    permissions = {"get": Permission.PROGRESS_READ}

    @schema(
        response=shapes.MyLearningSerializer,
        query={
            "state": "active or completed; both without it",
            "cursor": "of the next page",
            "limit": "1 to 100",
        },
        summary="My learning",
    )
    def get(self, request: Any) -> HttpResponseBase:
        """Latest used first; `resume` is the active course used last."""
        learner_id = self.actor.user_id or 0
        rows = enrollments.live_enrollments(learner_id).filter(status__in=wanted_states(request))
        page = keyset_page(rows, request=request, order=("-last_access_at", "-id"), limit=24)
        codes = certificate_codes(learner_id)
        page["results"] = learned_courses(page["results"], codes)
        statistics = enrollments.statistics_of_learner(learner_id, today=clock.now().date())
        active = (card for card in page["results"] if card["enrollment"]["status"] == "active")
        return FastResponse(
            {**page, "resume": next(active, None), "statistics": {**statistics, "certificates": len(codes)}}
        )


def wanted_states(request: Any) -> tuple[str, ...]:
    """Which statuses to show. Raises ValidationProblem."""
    state = request.GET.get("state", "")
    if not state:
        return OPEN
    if state not in OPEN:
        raise ValidationProblem(errors=[FieldError("/state", "not-a-choice", "active or completed.")])
    return (state,)


def learned_courses(rows: list[Any], codes: Mapping[int, str]) -> list[dict[str, Any]]:
    """Enrollments with their course's card and the lesson to go on with: three queries for any number of rows."""
    found = enrollments.course_rows().filter(pk__in=[row.course_id for row in rows])
    cards = list(courses.catalog_rows(found, "outline_version"))
    instructors = courses.instructors_of(card["id"] for card in cards)
    shown = courses.course_cards(cards, instructors=instructors, enrollments={})
    by_course = {card["id"]: card for card in shown}
    outlines = courses.outlines({card["id"]: (card["uuid"], card["outline_version"]) for card in cards})
    states = queries.lesson_states(row.pk for row in rows)
    return [
        learned_course(
            row,
            card=by_course[row.course_id],
            following=next_lesson(outlines[row.course_id], row.last_lesson_id, states.get(row.pk, {})),
            code=codes.get(row.pk),
        )
        for row in rows
        if row.course_id in by_course
    ]


def learned_course(
    row: Any, *, card: dict[str, Any], following: dict[str, Any] | None, code: str | None
) -> dict[str, Any]:
    """One course as LearnedCourseSerializer describes it."""
    state = shapes.enrollment_state_json(row)
    return {
        "enrollment": state,
        "course": {**card, "enrollment": state},
        "next_lesson": following,
        "percent": state["percent"],
        "seconds": row.seconds,
        "last_access_at": row.last_access_at,
        "enrolled_at": row.enrolled_at,
        "completed_at": row.completed_at,
        "certificate": {"code": code} if code else None,
    }


def next_lesson(
    outline: courses.Outline, last_lesson_id: int | None, states: Mapping[int, str]
) -> dict[str, Any] | None:
    """Where to go on: the lesson left unfinished last, else the first unfinished one after it, else the first at all."""
    place = outline.places.get(last_lesson_id, 0) if last_lesson_id else 0
    in_order = [*outline.sequence[place:], *outline.sequence[:place]]
    open_lessons = (lesson for lesson in in_order if states.get(lesson.id) != "completed")
    lesson = next(open_lessons, in_order[0] if in_order else None)
    return {"id": lesson.id, "title": lesson.title} if lesson else None
