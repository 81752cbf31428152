"""Rows that the tests of this app share."""

from typing import Any

import pytest

from edusync.assessment.testing import make_quiz, stem
from edusync.courses.services import add_lesson, add_module, create_course, publish_course
from edusync.enrollment.services import enroll_learner


@pytest.fixture
def course(organization: Any, instructor: Any) -> Any:
    """A published course with lessons besides the quiz."""
    course = create_course(title="Algebra", created_by_id=instructor.pk)
    module = add_module(course=course, title="Beginnings")
    add_lesson(module=module, kind="page", title="Read this", detail={"document": stem("Read.")})
    return publish_course(course=course) or course


@pytest.fixture
def quiz(course: Any) -> Any:
    """A quiz of three single choices."""
    return make_quiz(course=course)


@pytest.fixture
def enrollment(quiz: Any, course: Any, learner: Any) -> Any:
    """The learner in the course."""
    return enroll_learner(course_id=course.pk, learner_id=learner.pk)
