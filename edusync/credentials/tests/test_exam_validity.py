"""A certificate earned by an exam counts as long as the exam says."""

from datetime import timedelta

import pytest

from edusync.assessment.models import QuizAttempt
from edusync.assessment.services import start_attempt, submit_attempt
from edusync.assessment.testing import make_quiz
from edusync.assessment.tests.exam_rows import make_exam
from edusync.courses.testing import make_course
from edusync.credentials.models import Certificate
from edusync.enrollment.testing import make_enrollment
from edusync.kernel.testing import run_worker
from edusync.progress.testing import complete_lessons

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("days", [None, 365])
def test_a_certificate_ends_with_the_validity_of_the_exam(organization, learner, days):
    course = make_course(modules=1, lessons=1)
    quiz = make_quiz(course=course)
    enrollment = make_enrollment(learner, course)
    attempt = submit_attempt(attempt=start_attempt(quiz=quiz, enrollment=enrollment))
    QuizAttempt.objects.filter(pk=attempt.pk).update(is_passed=True)
    make_exam(quiz, validity_days=days)
    complete_lessons(enrollment)
    run_worker()
    certificate = Certificate.objects.get(enrollment=enrollment)
    expected = None if days is None else attempt.submitted_at + timedelta(days=days)
    assert certificate.expires_at == expected
