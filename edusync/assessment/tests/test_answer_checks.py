"""Practice: single answers are checked at once, and given anew as far as wrong answers leave something to earn."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from edusync.assessment.drafts import QuestionDraft
from edusync.assessment.models import AnswerCheck, Quiz, QuizAttempt
from edusync.assessment.services import start_attempt, submit_attempt, update_quiz
from edusync.assessment.services.planning import put_reviews
from edusync.assessment.sheets import sheet_of
from edusync.assessment.testing import choice_draft, make_quiz, stem
from edusync.enrollment.services import enroll_learner

pytestmark = pytest.mark.django_db
SHOWS = {"shows_points": True, "shows_answers": True, "shows_correctness": True, "shows_feedback": True}


@pytest.fixture
def quiz(course: Any) -> Quiz:
    """Two choices and an essay, to practice."""
    told = {"explanation": "<p>SECRET-EXPLANATION</p>", "feedback_incorrect": "Think of the lake."}
    essay = QuestionDraft(kind="essay", stem=stem("Why?"))
    return make_quiz(
        course=course,
        questions=[choice_draft(points=4, **told), choice_draft("Second", points=4), essay],
        mode="practice",
    )


@pytest.fixture
def attempt(quiz: Quiz, learner: Any) -> QuizAttempt:
    enrollment = enroll_learner(course_id=quiz.lesson.course_id, learner_id=learner.pk)
    return start_attempt(quiz=quiz, enrollment=enrollment)


def check(client: Any, attempt: QuizAttempt, option: int | None, *, place: int = 0, **fields: Any) -> Any:
    """Check the option of that place (1 is right) of the question at that place; None gives nothing."""
    slot = sheet_of(attempt.edition).slots[place]
    response = {} if option is None else {"options": [slot.choices[option].id]}
    url = f"/api/v1/attempts/{attempt.uuid}/answers/{slot.id}/check"
    return client.post(url, {"response": response, **fields})


def slots_of(client: Any, attempt: QuizAttempt) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/api/v1/attempts/{attempt.uuid}").json()["slots"]
    return found


def test_a_wrong_answer_tells_no_key_and_may_be_given_anew(
    api: Any, learner: Any, attempt: QuizAttempt
) -> None:
    client = api(learner)
    assert client.get(f"/api/v1/attempts/{attempt.uuid}").json()["can_check"] is True
    wrong = check(client, attempt, 0)
    told = wrong.json()
    assert wrong.status_code == 200, wrong.content
    assert (told["is_correct"], told["is_last"], told["wrong_count"]) == (False, False, 1)
    assert "Think of the lake." in told["feedback"]
    assert (told["correct_options"], told["explanation"]) == ([], "")
    assert b"SECRET" not in client.get(f"/api/v1/attempts/{attempt.uuid}").content
    # The same once more is not counted; the verdict stands as long as the answer does.
    assert check(client, attempt, 0).json()["wrong_count"] == 1
    assert slots_of(client, attempt)[0]["check"] == told
    right = check(client, attempt, 1).json()
    assert (right["is_correct"], right["is_last"], right["wrong_count"]) == (True, True, 1)
    assert (len(right["correct_options"]), "SECRET" in right["explanation"]) == (1, True)


def test_a_right_answer_stays(api: Any, learner: Any, attempt: QuizAttempt) -> None:
    client = api(learner)
    right = check(client, attempt, 1).json()
    assert check(client, attempt, 1).json() == right
    other = check(client, attempt, 0)
    assert (other.status_code, other.json()["code"]) == (409, "answer-settled")
    slot = sheet_of(attempt.edition).slots[0]
    body = {"sequence": 1, "slot_id": slot.id, "response": {"options": [slot.choices[0].id]}}
    device = "01890000-0000-7000-8000-000000000001"
    sent = client.post(f"/api/v1/attempts/{attempt.uuid}/answers", {"client_id": device, "answers": [body]})
    assert [(one["outcome"], one["code"]) for one in sent.json()["receipts"]] == [
        ("refused", "answer-settled")
    ]
    assert submit_attempt(attempt=attempt).points == 4


def test_who_gives_up_sees_the_key_and_earns_nothing(api: Any, learner: Any, attempt: QuizAttempt) -> None:
    told = check(api(learner), attempt, None, gives_up=True).json()
    assert (told["is_correct"], told["is_last"], len(told["correct_options"])) == (False, True, 1)
    assert check(api(learner), attempt, 1).status_code == 409
    assert submit_attempt(attempt=attempt).points == 0


def test_wrong_answers_cost_what_the_quiz_says_until_nothing_is_left(
    api: Any, learner: Any, quiz: Quiz, attempt: QuizAttempt
) -> None:
    update_quiz(quiz=quiz, wrong_penalty_percent=50)
    client = api(learner)
    assert check(client, attempt, 0).json()["is_last"] is False
    assert check(client, attempt, 1).json()["is_last"] is True
    assert check(client, attempt, 0, place=1).json()["is_last"] is False
    assert check(client, attempt, 2, place=1).json()["is_last"] is True
    done = submit_attempt(attempt=attempt)
    points = dict(done.answers.values_list("slot__position", "points"))
    # Right after one wrong answer: half of four. Wrong twice: all four are gone, and no more than these.
    assert (points[1], points[2]) == (Decimal(2), Decimal(-4))


def test_with_certainty_there_is_one_try(api: Any, learner: Any, quiz: Quiz, attempt: QuizAttempt) -> None:
    update_quiz(quiz=quiz, is_certainty_asked=True)
    assert check(api(learner), attempt, 0, certainty=3).json()["is_last"] is True


def test_the_key_comes_only_where_the_review_shows_it(
    api: Any, learner: Any, quiz: Quiz, attempt: QuizAttempt
) -> None:
    put_reviews(quiz, [{"phase": "just_after", **SHOWS, "shows_key": False}])
    update_quiz(quiz=quiz)
    told = check(api(learner), attempt, 1).json()
    assert (told["is_correct"], told["correct_options"], told["explanation"]) == (True, [], "")
    put_reviews(quiz, [{"phase": "just_after", **SHOWS, "shows_correctness": False}])
    update_quiz(quiz=quiz)
    assert check(api(learner), attempt, 0, place=1).status_code == 409
    assert api(learner).get(f"/api/v1/attempts/{attempt.uuid}").json()["can_check"] is False


@pytest.mark.parametrize("mode", ["graded", "exam"])
def test_nothing_is_checked_in_other_modes(
    api: Any, learner: Any, quiz: Quiz, attempt: QuizAttempt, mode: str
) -> None:
    update_quiz(quiz=quiz, mode=mode)
    for option in (0, 1):
        refused = check(api(learner), attempt, option)
        assert (refused.status_code, refused.json()["code"]) == (409, "check-not-offered")
        assert b"is_correct" not in refused.content
    slot = sheet_of(attempt.edition).slots[0]
    row = {"attempt": attempt, "slot_id": slot.id, "number": 1, "response": {}, "is_correct": False}
    with pytest.raises(DatabaseError), transaction.atomic():
        AnswerCheck.objects.create(**row)


def test_the_database_takes_no_check_after_the_last_one_or_the_end(
    api: Any, learner: Any, attempt: QuizAttempt
) -> None:
    check(api(learner), attempt, 1)
    first, second = [slot.id for slot in sheet_of(attempt.edition).slots[:2]]
    row = {"attempt": attempt, "number": 2, "response": {}, "is_correct": False}
    with pytest.raises(DatabaseError), transaction.atomic():
        AnswerCheck.objects.create(**row, slot_id=first)
    submit_attempt(attempt=attempt)
    assert check(api(learner), attempt, 0, place=1).json()["code"] == "attempt-closed"
    with pytest.raises(DatabaseError), transaction.atomic():
        AnswerCheck.objects.create(**row, slot_id=second)


def test_people_check_their_own_answers_and_no_essays(
    api: Any, learner: Any, stranger: Any, attempt: QuizAttempt
) -> None:
    assert check(api(stranger), attempt, 0).status_code in {403, 404}
    slot = sheet_of(attempt.edition).slots[2]
    url = f"/api/v1/attempts/{attempt.uuid}/answers/{slot.id}/check"
    assert api(learner).post(url, {"response": {"text": "Because."}}).json()["code"] == "check-not-offered"
    assert check(api(learner), attempt, None).status_code == 422


def test_only_the_question_that_is_open_is_checked(
    api: Any, learner: Any, quiz: Quiz, attempt: QuizAttempt
) -> None:
    update_quiz(quiz=quiz, navigation="forward")
    assert check(api(learner), attempt, 1, place=1).json()["code"] == "question-not-reached"
    assert check(api(learner), attempt, 0).status_code == 200
