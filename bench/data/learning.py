"""Enrollments, progress and quiz attempts of the data sets."""

import datetime
from collections.abc import Iterable, Sequence

from bench.data.rows import START, fixed_uuid, ids_for, insert
from edusync.assessment.models import Quiz, QuizAnswer, QuizAttempt
from edusync.assessment.sheets import Slot, sheet_of
from edusync.courses.models import Course, Lesson
from edusync.enrollment.models import Enrollment
from edusync.identity.models import User
from edusync.progress.models import LessonProgress
from edusync.progress.services import rebuild_progress


def enroll(course: Course, learners: Iterable[User]) -> list[Enrollment]:
    ids = ids_for(Enrollment)
    return insert(
        Enrollment,
        (
            Enrollment(
                id=next(ids),
                uuid=fixed_uuid(f"enrollment {course.slug} {learner.pk}"),
                organization_id=course.organization_id,
                course=course,
                learner=learner,
                enrolled_at=START,
                last_access_at=START + datetime.timedelta(minutes=number),
            )
            for number, learner in enumerate(learners)
        ),
    )


def complete(
    course: Course, enrollments: Sequence[Enrollment], lesson_ids: Sequence[int], *, share: float = 1.0
) -> None:
    """Every enrollment has completed the first lessons of the list: `share` of them, a little more or less by turn."""
    rows = (
        _completed(enrollment, lesson_id, order)
        for number, enrollment in enumerate(enrollments)
        for order, lesson_id in enumerate(lesson_ids[: _reached(number, len(lesson_ids), share)])
    )
    insert(LessonProgress, rows)
    rebuild_progress(course_id=course.pk)


def _reached(number: int, lessons: int, share: float) -> int:
    if share >= 1:
        return lessons
    return int(lessons * share * (0.5 + (number % 11) / 10))


def _completed(enrollment: Enrollment, lesson_id: int, order: int) -> LessonProgress:
    at = START + datetime.timedelta(hours=order, seconds=enrollment.pk % 3000)
    return LessonProgress(
        organization_id=enrollment.organization_id,
        enrollment=enrollment,
        lesson_id=lesson_id,
        state="completed",
        method="manual",
        started_at=at,
        completed_at=at,
        seconds=240,
        views=1,
        last_viewed_at=at,
        best_score=60 + (enrollment.pk + order) % 41,
    )


def lesson_ids(course: Course, *, kinds: Sequence[str] = ("page",)) -> list[int]:
    """Ids of lessons of these kinds in the order of the course."""
    lessons = Lesson.objects.filter(course=course, kind__in=kinds)
    return list(lessons.order_by("module__position", "position").values_list("id", flat=True))


def open_attempts(quiz: Quiz, enrollments: Sequence[Enrollment]) -> list[QuizAttempt]:
    """An open attempt with all answers given, for each enrollment."""
    sheet = sheet_of(quiz.edition)
    ids = ids_for(QuizAttempt)
    attempts = insert(
        QuizAttempt,
        (
            QuizAttempt(
                id=next(ids),
                uuid=fixed_uuid(f"attempt {quiz.pk} {enrollment.pk}"),
                organization_id=quiz.organization_id,
                quiz=quiz,
                enrollment=enrollment,
                edition=quiz.edition,
                started_at=START,
                max_points=sheet.max_points,
            )
            for enrollment in enrollments
        ),
    )
    insert(
        QuizAnswer,
        (
            QuizAnswer(attempt=attempt, slot_id=slot.id, response=right_response(slot), answered_at=START)
            for attempt in attempts
            for slot in sheet.slots
        ),
    )
    return attempts


def right_response(slot: Slot) -> dict[str, object]:
    if slot.kind == "numerical":
        return {"text": "42"}
    if slot.kind == "text":
        return {"text": "right"}
    return {"options": [choice.id for choice in slot.choices if choice.weight > 0]}
