"""Rows that the tests of this app share."""

from typing import Any

import pytest

from edusync.courses.testing import make_course
from edusync.enrollment.testing import make_enrollment
from edusync.grading.models import GradeItem
from edusync.grading.testing import make_item, make_quiz


@pytest.fixture
def course(organization: Any, instructor: Any) -> Any:
    return make_course(title="Algebra", created_by_id=instructor.pk)


@pytest.fixture
def quiz(course: Any) -> Any:
    return make_quiz(course=course)


@pytest.fixture
def column(quiz: Any) -> GradeItem:
    """The quiz's column in the book."""
    found: GradeItem = GradeItem.objects.get(source_kind="quiz", source_id=quiz.pk)
    return found


@pytest.fixture
def essay(course: Any) -> GradeItem:
    return make_item(course)


@pytest.fixture
def enrollment(course: Any, learner: Any) -> Any:
    return make_enrollment(learner, course)
