"""Rules that ask for a score count what the learner was told, and their words tell what may be told now."""

from datetime import timedelta

import pytest

from edusync.assessment.checks import check_told_scores
from edusync.assessment.models import Quiz, QuizReview
from edusync.assessment.services import start_attempt, submit_attempt
from edusync.assessment.testing import answer_rightly, make_quiz
from edusync.assessment.withheld_scores import WithheldScores
from edusync.courses.services import rules
from edusync.courses.testing import lessons_of, make_course
from edusync.enrollment.testing import make_enrollment
from edusync.kernel import clock
from edusync.kernel.clock import frozen

pytestmark = pytest.mark.django_db
SHOWN = {
    "shows_points": True,
    "shows_answers": True,
    "shows_correctness": False,
    "shows_feedback": False,
    "shows_key": False,
}
HIDDEN = {**SHOWN, "shows_points": False}


@pytest.fixture
def enrollment(learner):
    return make_enrollment(learner, make_course(modules=1, lessons=2))


@pytest.fixture
def behind(enrollment):
    """The lesson that asks for a score in the quiz."""
    return lessons_of(enrollment.course)[1]


def quiz_before(behind, *, phases=(), **values):
    """A quiz whose score of 70 percent opens the lesson; `phases` say in which points are told."""
    # A third is enough to pass, so that the score of a single right answer is noted.
    quiz = make_quiz(course=behind.course, pass_percent=30, **values)
    for phase, shows in phases:
        QuizReview.objects.create(quiz=quiz, phase=phase, **(SHOWN if shows else HIDDEN))
    Quiz.objects.filter(pk=quiz.pk).update(row_version=quiz.row_version + 1)
    rules.set_rule(target=behind, tree={"type": "lesson-score", "lesson_id": quiz.lesson_id, "percent": 70})
    return quiz


def take(quiz, enrollment, right):
    attempt = start_attempt(quiz=Quiz.objects.get(pk=quiz.pk), enrollment=enrollment)
    answer_rightly(attempt, count=right)
    return submit_attempt(attempt=attempt)


def lock_of(client, behind):
    body = client.get(f"/api/v1/courses/{behind.course.slug}/outline").json()
    return next(
        one["lock"] for module in body["modules"] for one in module["lessons"] if one["id"] == behind.pk
    )


@pytest.mark.parametrize("right", [0, 1, 3])
def test_a_score_that_is_never_told_neither_opens_nor_says_anything(api, learner, enrollment, behind, right):
    quiz = quiz_before(behind, feedback="none")
    take(quiz, enrollment, right)
    client = api(learner)
    (reason,) = lock_of(client, behind)["reasons"]
    # Whoever failed and whoever passed read the same words.
    assert (reason["own_percent"], reason["is_withheld"]) == (None, True)
    refused = client.problem(client.get(f"/api/v1/lessons/{behind.pk}"), 403, "lesson-locked")
    assert refused["reasons"] == [reason]


def test_a_score_that_is_told_counts_and_is_named(api, learner, enrollment, behind):
    quiz = quiz_before(behind)
    take(quiz, enrollment, 1)
    (reason,) = lock_of(api(learner), behind)["reasons"]
    assert reason["own_percent"] == 33
    assert "is_withheld" not in reason
    take(quiz, enrollment, 3)
    assert lock_of(api(learner), behind) is None


def test_the_lesson_opens_once_the_score_is_told(api, learner, enrollment, behind):
    ends = clock.now() + timedelta(days=1)
    quiz = quiz_before(
        behind, closes_at=ends, phases=[("just_after", False), ("while_open", False), ("closed", True)]
    )
    take(quiz, enrollment, 3)
    assert lock_of(api(learner), behind)["reasons"][0]["is_withheld"] is True
    with frozen(ends + timedelta(hours=1)):
        assert lock_of(api(learner), behind) is None


def test_what_was_told_once_stays_open_but_is_not_said_again(api, learner, enrollment, behind):
    quiz = quiz_before(behind, phases=[("just_after", True), ("while_open", False)])
    take(quiz, enrollment, 1)
    now = clock.now()
    assert lock_of(api(learner), behind)["reasons"][0]["own_percent"] == 33
    with frozen(now + timedelta(minutes=5)):
        (reason,) = lock_of(api(learner), behind)["reasons"]
        assert (reason["own_percent"], reason["is_withheld"]) == (None, True)
        take(quiz, enrollment, 3)
    with frozen(now + timedelta(hours=1)):
        assert lock_of(api(learner), behind) is None


def test_queries_do_not_grow_with_quizzes(learner, enrollment, behind, django_assert_num_queries):
    told = WithheldScores()
    for one in [make_quiz(course=behind.course) for _ in range(2)]:
        take(one, enrollment, 1)
    with django_assert_num_queries(1):
        assert told.withheld_scores(user_id=learner.pk) == {}
    ends = clock.now() + timedelta(minutes=1)
    for one in [make_quiz(course=behind.course, feedback="none", closes_at=ends) for _ in range(4)]:
        take(one, enrollment, 1)
    with frozen(ends + timedelta(hours=1)), django_assert_num_queries(3):
        assert len(told.withheld_scores(user_id=learner.pk)) == 4


@pytest.mark.parametrize(
    ("phases", "values", "is_found"),
    [
        ((), {}, False),
        ((), {"feedback": "none"}, True),
        ((("just_after", False), ("while_open", False)), {}, True),
        ((("just_after", False), ("while_open", False), ("closed", True)), {}, True),
        (
            (("just_after", False), ("while_open", False), ("closed", True)),
            {"closes_at": clock.now() + timedelta(days=9)},
            False,
        ),
    ],
)
def test_the_checklist_warns_of_a_score_that_opens_nothing(behind, phases, values, is_found):
    """A phase that never comes tells nobody: a quiz without an end is never closed."""
    quiz = quiz_before(behind, phases=phases, **values)
    found = [(one.code, one.severity, one.lesson_id) for one in check_told_scores(behind.course)]
    assert found == ([("score-never-told", "warning", quiz.lesson_id)] if is_found else [])


def test_the_checklist_says_nothing_of_scores_that_no_rule_asks_for(behind):
    make_quiz(course=behind.course, feedback="none")
    assert list(check_told_scores(behind.course)) == []
