"""Quizzes in snapshots: nothing is lost, open attempts keep their questions."""

from typing import Any

import pytest

from edusync.assessment.models import Question, QuestionVersion, Quiz, QuizSlot
from edusync.assessment.services import create_quiz, start_attempt
from edusync.assessment.testing import choice_draft, drafts_of_every_kind, make_quiz
from edusync.courses.models import Lesson
from edusync.courses.snapshots import apply_snapshot, build_from_snapshot, take_snapshot
from edusync.courses.testing import make_course
from edusync.enrollment.services import enroll_learner
from edusync.kernel.problems import ValidationProblem

pytestmark = pytest.mark.django_db


def quiz_of(snapshot: dict[str, Any]) -> dict[str, Any]:
    """Content of the first quiz."""
    return next(
        lesson["content"]
        for module in snapshot["modules"]
        for lesson in module["lessons"]
        if lesson["kind"] == "quiz"
    )


def test_a_quiz_of_every_kind_of_question_comes_along(organization: Any, instructor: Any) -> None:
    course = make_course(modules=1, lessons=1)
    make_quiz(
        course=course, questions=drafts_of_every_kind(), pass_percent=75, attempts_allowed=3, is_shuffled=True
    )
    before = take_snapshot(course)

    copy = build_from_snapshot(before, organization_id=organization.pk, created_by_id=instructor.pk)

    old, new = quiz_of(before), quiz_of(take_snapshot(copy))
    for one, other in zip(old["questions"], new["questions"], strict=True):
        assert {**one, "uuid": ""} == {**other, "uuid": ""}
    assert {**old, "questions": []} == {**new, "questions": []}


def test_putting_back_the_same_quiz_makes_no_edition(organization: Any) -> None:
    course = make_course(modules=1, lessons=1)
    quiz = make_quiz(course=course, questions=drafts_of_every_kind())

    apply_snapshot(course, take_snapshot(course))

    assert Quiz.objects.get(pk=quiz.pk).edition == quiz.edition
    assert Quiz.objects.get(pk=quiz.pk).row_version == quiz.row_version


def test_restoring_questions_reuses_their_identity_and_wording(organization: Any) -> None:
    course = make_course(modules=1, lessons=1)
    quiz = make_quiz(course=course)
    before = take_snapshot(course)
    create_quiz(lesson=Lesson.objects.get(pk=quiz.lesson_id), questions=[choice_draft("Another")])
    questions, versions = Question.objects.count(), QuestionVersion.objects.count()

    apply_snapshot(course, before)

    assert take_snapshot(course) == before
    assert (Question.objects.count(), QuestionVersion.objects.count()) == (questions, versions)


def test_an_open_attempt_goes_on_with_its_questions(organization: Any, learner: Any) -> None:
    course = make_course(modules=1, lessons=1)
    quiz = make_quiz(course=course)
    before = take_snapshot(course)
    create_quiz(lesson=Lesson.objects.get(pk=quiz.lesson_id), questions=[choice_draft("Another")])
    quiz.refresh_from_db()
    enrollment = enroll_learner(course_id=course.pk, learner_id=learner.pk)
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)

    apply_snapshot(course, before)

    quiz.refresh_from_db()
    assert quiz.edition != attempt.edition
    assert QuizSlot.objects.filter(edition=attempt.edition).count() == 1


@pytest.mark.parametrize(
    "questions",
    [
        "none",
        [1],
        [{"kind": "code"}],
        [{"kind": "single_choice", "options": "a"}],
        [{"kind": "single_choice", "stem": [], "options": [{"html": "a", "weight": "x"}]}],
        [{"kind": "single_choice", "points": "-1", "options": [{"html": "a", "weight": 1}]}],
    ],
)
def test_broken_questions_are_refused_and_change_nothing(organization: Any, questions: Any) -> None:
    course = make_course(modules=1, lessons=1)
    make_quiz(course=course)
    before = take_snapshot(course)
    broken = take_snapshot(course)
    quiz_of(broken)["questions"] = questions

    with pytest.raises(ValidationProblem):
        apply_snapshot(course, broken)
    assert take_snapshot(course) == before
