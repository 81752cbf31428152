"""A course that asks for a grade: it is completed, and its certificate earned, once the grade is there."""

from decimal import Decimal
from typing import Any

import pytest

from edusync.courses.services import update_course
from edusync.credentials.models import Certificate
from edusync.credentials.queries import enrollments_without_certificate
from edusync.enrollment.models import Enrollment
from edusync.enrollment.testing import make_enrollment
from edusync.grading.services import recompute_course
from edusync.grading.testing import give, make_course, make_item
from edusync.kernel.testing import run_worker
from edusync.progress.services import follow_enrollment
from edusync.progress.testing import complete_lessons

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(organization: Any, instructor: Any) -> Any:
    made = make_course(title="Algebra", modules=1, lessons=2, created_by_id=instructor.pk)
    return update_course(course=made, required_score=60)


def has_completed(enrollment: Any) -> bool:
    return Enrollment.objects.get(pk=enrollment.pk).status == "completed"


def test_done_without_the_grade_is_not_completed(course: Any, enrollment: Any) -> None:
    complete_lessons(enrollment)
    assert not has_completed(enrollment)
    assert not Certificate.objects.exists()
    assert not enrollments_without_certificate().exists()


def test_the_grade_that_comes_last_completes_the_course(course: Any, enrollment: Any, essay: Any) -> None:
    complete_lessons(enrollment)
    give(essay, enrollment, 5)
    run_worker()
    assert not has_completed(enrollment)
    give(essay, enrollment, 6)
    # In the same transaction, by trigger.
    assert Certificate.objects.get().state == "due"
    run_worker()
    assert has_completed(enrollment)
    assert Certificate.objects.get().state == "issued"


def test_the_lesson_that_comes_last_completes_the_course(course: Any, enrollment: Any, essay: Any) -> None:
    give(essay, enrollment, 9)
    assert not Certificate.objects.exists()
    complete_lessons(enrollment)
    assert has_completed(enrollment)
    assert Certificate.objects.count() == 1


def test_a_mark_that_is_not_posted_passes_nobody(course: Any, enrollment: Any) -> None:
    give(make_item(course, is_posted=False), enrollment, 10)
    complete_lessons(enrollment)
    assert not has_completed(enrollment)


def test_asking_for_less_completes_at_once(course: Any, enrollment: Any, essay: Any) -> None:
    give(essay, enrollment, 5)
    complete_lessons(enrollment)
    assert not has_completed(enrollment)
    update_course(course=course, required_score=50)
    assert has_completed(enrollment)
    assert Certificate.objects.count() == 1


def test_a_course_that_asks_for_no_grade_is_as_before(
    organization: Any, instructor: Any, learner: Any
) -> None:
    plain = make_enrollment(learner, make_course(modules=1, lessons=1, created_by_id=instructor.pk))
    complete_lessons(plain)
    assert has_completed(plain)


def test_a_completed_course_stays_so_when_the_grade_falls(course: Any, enrollment: Any, essay: Any) -> None:
    give(essay, enrollment, 9)
    complete_lessons(enrollment)
    give(essay, enrollment, Decimal(1))
    recompute_course(course_id=course.pk)
    follow_enrollment(enrollment_id=enrollment.pk)
    assert has_completed(enrollment)
    assert Certificate.objects.count() == 1
