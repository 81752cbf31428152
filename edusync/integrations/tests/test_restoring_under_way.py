"""An old version restored while learners are under way: what they did stays."""

from typing import Any

import pytest

from edusync.assessment.services import create_quiz, start_attempt, submit_attempt
from edusync.assessment.testing import answer_rightly, choice_draft, make_quiz
from edusync.courses import services
from edusync.courses.models import Lesson
from edusync.courses.services import versions
from edusync.courses.testing import lessons_of, make_course, make_lesson
from edusync.credentials.models import Certificate
from edusync.enrollment.testing import make_enrollment
from edusync.kernel.testing import run_worker
from edusync.progress.models import LessonProgress
from edusync.progress.services import complete_lesson
from edusync.progress.testing import complete_lessons

pytestmark = pytest.mark.django_db


def kept(course: Any) -> Any:
    return versions.record_version(course=course, reason="saved", by_id=None)


def test_progress_in_a_lesson_that_comes_back_comes_back_with_it(organization: Any, learner: Any) -> None:
    course = make_course(modules=1, lessons=4)
    enrollment = make_enrollment(learner, course)
    complete_lessons(enrollment, 2)
    version = kept(course)
    services.delete_lesson(lesson=lessons_of(course)[0])

    versions.restore_version(version=version, by_id=None)
    run_worker()

    enrollment.refresh_from_db()
    assert enrollment.percent == 50
    assert LessonProgress.objects.filter(enrollment=enrollment, state="completed").count() == 2


def test_a_newer_lesson_is_hidden_and_its_completion_kept(organization: Any, learner: Any) -> None:
    course = make_course(modules=1, lessons=2)
    version = kept(course)
    later = make_lesson(course=course, title="Later")
    enrollment = make_enrollment(learner, course)
    complete_lesson(enrollment=enrollment, lesson=later, method="manual")

    before = versions.restore_version(version=version, by_id=None)
    enrollment.refresh_from_db()
    assert enrollment.percent == 0
    assert LessonProgress.objects.filter(enrollment=enrollment, lesson=later, state="completed").exists()

    versions.restore_version(version=before, by_id=None)
    enrollment.refresh_from_db()
    assert enrollment.percent == 33
    assert Lesson.objects.get(pk=later.pk).is_published


def test_finished_enrollments_and_certificates_stay(organization: Any, learner: Any) -> None:
    course = make_course(modules=1, lessons=2)
    version = kept(course)
    services.delete_lesson(lesson=lessons_of(course)[0])
    enrollment = make_enrollment(learner, course)
    complete_lessons(enrollment)
    run_worker()
    certificate = Certificate.objects.get(enrollment=enrollment)

    versions.restore_version(version=version, by_id=None)
    run_worker()

    enrollment.refresh_from_db()
    assert enrollment.status == "completed"
    assert enrollment.completed_at is not None
    assert Certificate.objects.filter(pk=certificate.pk).exists()


def test_an_open_attempt_is_finished_with_its_own_questions(organization: Any, learner: Any) -> None:
    course = make_course(modules=1, lessons=1)
    quiz = make_quiz(course=course)
    version = kept(course)
    create_quiz(lesson=Lesson.objects.get(pk=quiz.lesson_id), questions=[choice_draft("Another")])
    quiz.refresh_from_db()
    enrollment = make_enrollment(learner, course)
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)

    versions.restore_version(version=version, by_id=None)
    answer_rightly(attempt)
    submit_attempt(attempt=attempt)

    attempt.refresh_from_db()
    quiz.refresh_from_db()
    assert (attempt.state, attempt.is_passed) == ("submitted", True)
    assert attempt.max_points == 1
    assert start_attempt(quiz=quiz, enrollment=enrollment).edition == quiz.edition != attempt.edition


def test_learners_read_the_newer_page_until_the_restored_one_is_published(
    organization: Any, learner: Any, instructor: Any, api: Any
) -> None:
    course = make_course(modules=1, lessons=1, created_by_id=instructor.pk)
    version = kept(course)
    lesson = lessons_of(course)[0]
    page = {"version": 1, "blocks": [{"id": "b1", "type": "text", "html": "<p>Newer words.</p>"}]}
    services.set_page_document(lesson=lesson, document=page)
    make_enrollment(learner, course)

    versions.restore_version(version=version, by_id=instructor.pk)
    assert b"Newer words." in api(learner).get(f"/api/v1/lessons/{lesson.pk}").content
    course.refresh_from_db()
    services.publish_course(course=course, by_id=instructor.pk)
    assert b"Some text to read." in api(learner).get(f"/api/v1/lessons/{lesson.pk}").content
