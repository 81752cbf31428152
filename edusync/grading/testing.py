"""Ready-made books for tests, here and in the apps above."""

from decimal import Decimal
from typing import Any

from edusync.assessment.models import QuizAttempt
from edusync.assessment.testing import make_quiz
from edusync.courses.testing import make_course
from edusync.grading.models import AttendanceSession, Grade, GradeItem
from edusync.grading.services import (
    Change,
    Presence,
    add_item,
    change_grades,
    change_item,
    save_session,
    take_attendance,
)
from edusync.kernel import clock


def make_item(course: Any, title: str = "Essay", *, is_posted: bool = True, **values: Any) -> GradeItem:
    """A column of the book's own, posted unless told otherwise."""
    item = add_item(
        course_id=course.pk,
        organization_id=course.organization_id,
        by_id=None,
        title=title,
        **{"max_points": Decimal(10), **values},
    )
    return change_item(item=item, base_version=1, by_id=None, is_posted=True) if is_posted else item


def give(item: GradeItem, enrollment: Any, points: Any, *, by_id: int | None = None, **values: Any) -> Grade:
    """A mark in a cell, whatever is there."""
    mark = None if points is None else Decimal(str(points))
    change = Change(enrollment.pk, item.pk, points=mark, reason=values.pop("reason", "Because."), **values)
    return change_grades(course_id=item.course_id, changes=[change], by_id=by_id)[0]


def score_attempt(
    quiz: Any, enrollment: Any, points: Any, *, max_points: int = 3, number: int = 1
) -> QuizAttempt:
    """A try at the quiz, submitted with these points."""
    attempt = QuizAttempt.objects.create(
        organization_id=quiz.organization_id,
        quiz=quiz,
        enrollment=enrollment,
        edition=quiz.edition,
        number=number,
        started_at=clock.now(),
        max_points=max_points,
    )
    attempt.state, attempt.submitted_at, attempt.points = "submitted", clock.now(), Decimal(str(points))
    attempt.save(update_fields=["state", "submitted_at", "points", "updated_at"])
    return attempt


def make_meeting(course: Any, *present: Any, **values: Any) -> AttendanceSession:
    """A meeting of the course with these enrollments present."""
    session = save_session(
        course=course,
        by_id=None,
        **{
            "cohort_id": None,
            "kind": "lecture",
            "title": "",
            "place": "",
            "starts_at": clock.now(),
            "minutes": 60,
            **values,
        },
    )
    presences = [Presence(enrollment.pk, "present") for enrollment in present]
    take_attendance(session=session, presences=presences, by_id=None)
    return session


__all__ = ["give", "make_course", "make_item", "make_meeting", "make_quiz", "score_attempt"]
