"""That somebody passed is not told where the score is kept back: not by an exam's desk, nor by a copy of one's data."""

from datetime import timedelta

import pytest
from django.apps import apps

from edusync.assessment.services import start_attempt, submit_attempt, update_quiz
from edusync.assessment.services.planning import put_reviews
from edusync.assessment.testing import answer_rightly
from edusync.assessment.tests.exam_rows import DEVICES, check_in, make_exam
from edusync.kernel import clock
from edusync.kernel.clock import frozen
from edusync.kernel.personal_data import Subject, personal_tables
from edusync.privacy.services.exports import exported_rows

pytestmark = pytest.mark.django_db
NOTHING = {"shows_points": False, "shows_answers": True, "shows_correctness": False}
NOTHING |= {"shows_feedback": False, "shows_key": False}
PHASES = ("just_after", "while_open", "closed")
FACTS = {"headers": {"X-Exam-Device": str(DEVICES[0])}}


def keep_back(quiz, *phases):
    put_reviews(quiz, [{"phase": phase, **NOTHING} for phase in phases])
    return update_quiz(quiz=quiz)


def take(quiz, enrollment, *, right=3, facts=None):
    attempt = start_attempt(quiz=quiz, enrollment=enrollment, **({"facts": facts} if facts else {}))
    answer_rightly(attempt, count=right)
    return submit_attempt(attempt=attempt)


def exported(label, learner, organization):
    subject = Subject(user_id=learner.pk, organization_id=organization.pk)
    table = next(item for item in personal_tables() if item.label == label)
    return list(exported_rows(table, subject))


@pytest.mark.parametrize("right", [0, 3])
def test_the_desk_of_an_exam_says_the_same_to_who_passed_and_who_failed(
    api, learner, quiz, enrollment, right
):
    exam = make_exam(quiz, validity_days=30)
    keep_back(quiz, *PHASES)
    check_in(exam, enrollment)
    take(quiz, enrollment, right=right, facts=FACTS)
    told = api(learner).get(f"/api/v1/quizzes/{quiz.pk}/exam").json()
    assert (told["is_passed"], told["passed_until"]) == (False, None)


def test_the_desk_of_an_exam_names_what_is_told(api, learner, quiz, enrollment):
    exam = make_exam(quiz, validity_days=30)
    keep_back(quiz, "just_after")
    check_in(exam, enrollment)
    take(quiz, enrollment, facts=FACTS)
    address = f"/api/v1/quizzes/{quiz.pk}/exam"
    assert api(learner).get(address).json()["is_passed"] is False
    with frozen(clock.now() + timedelta(minutes=5)):
        told = api(learner).get(address).json()
    assert told["is_passed"] is True
    assert told["passed_until"]


def test_a_copy_of_ones_data_holds_the_best_score_back(learner, organization, quiz, enrollment):
    take(quiz, enrollment)
    (row,) = exported("progress.LessonProgress", learner, organization)
    assert float(row["best_score"]) == 100
    keep_back(quiz, *PHASES)
    (row,) = exported("progress.LessonProgress", learner, organization)
    assert row["best_score"] is None
    # What one did there is told: it is what the outline of the course shows.
    assert row["lesson__title"] == quiz.lesson.title


def test_a_copy_of_ones_data_has_no_sum_over_scores_that_are_kept_back(
    learner, organization, quiz, enrollment
):
    figures = apps.get_model("reports.PersonFigure")
    figures.objects.create(user=learner, quizzes=1, quiz_percent="100.0", quiz_rank=1, streak_days=0)
    take(quiz, enrollment)
    (row,) = exported("reports.PersonFigure", learner, organization)
    assert (float(row["quiz_percent"]), row["quiz_rank"]) == (100, 1)
    keep_back(quiz, *PHASES)
    (row,) = exported("reports.PersonFigure", learner, organization)
    assert (row["quizzes"], row["quiz_percent"], row["quiz_rank"]) == (1, None, None)
