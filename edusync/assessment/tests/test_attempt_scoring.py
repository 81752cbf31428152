"""Certainty, what wrong answers cost, and numbers drawn for each attempt; the bounds of what an attempt is worth."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.assessment.attempt_scoring import share_with_rules
from edusync.assessment.drafts import QuestionDraft
from edusync.assessment.models import Quiz, QuizAttempt
from edusync.assessment.services import save_answer, start_attempt, submit_attempt
from edusync.assessment.sheets import sheet_of
from edusync.assessment.testing import choice_draft, make_quiz, right_response, stem
from edusync.enrollment.services import enroll_learner

SHARES = st.integers(0, 12).map(lambda part: Decimal(part) / 12)


def with_rules(course: Any, learner: Any, *, drafts: Any = None, **rules: Any) -> QuizAttempt:
    """An open attempt at a quiz with these rules."""
    quiz = make_quiz(course=course, questions=drafts)
    for name, value in rules.items():
        setattr(quiz, name, value)
    quiz.save(update_fields=list(rules))
    return start_attempt(quiz=quiz, enrollment=enroll_learner(course_id=course.pk, learner_id=learner.pk))


def answer(attempt: QuizAttempt, place: int, *, is_right: bool, certainty: int | None = None) -> None:
    slot = sheet_of(attempt.edition).slots[place]
    wrong = {"options": [choice.id for choice in slot.choices if choice.weight <= 0][:1]}
    response = right_response(slot) if is_right else wrong
    save_answer(attempt=attempt, slot_id=slot.id, response=response, certainty=certainty)


@pytest.mark.parametrize(
    ("certainty", "right", "wrong"),
    [(1, "0.333", "0"), (2, "0.667", "-0.667"), (3, "1", "-2"), (None, "0.333", "0")],
)
def test_certainty_earns_and_costs_by_the_table(certainty: int | None, right: str, wrong: str) -> None:
    rules = Quiz(is_certainty_asked=True, wrong_penalty_percent=50)
    earned = [share_with_rules(Decimal(share), rules, certainty) for share in (1, 0)]
    assert [one.quantize(Decimal("0.001")) for one in earned] == [Decimal(right), Decimal(wrong)]


@given(
    share=SHARES, certainty=st.sampled_from([None, 1, 2, 3]), penalty=st.integers(0, 100), asks=st.booleans()
)
@settings(max_examples=50, derandomize=True, deadline=None)
def test_no_rule_gives_more_than_all_points_or_rewards_a_worse_answer(
    share: Decimal, certainty: int | None, penalty: int, asks: bool
) -> None:
    rules = Quiz(is_certainty_asked=asks, wrong_penalty_percent=penalty)
    earned = share_with_rules(share, rules, certainty)
    assert -2 <= earned <= 1
    assert earned <= share_with_rules(Decimal(1), rules, certainty)


@pytest.mark.django_db
def test_an_attempt_is_never_worth_less_than_nothing(course: Any, learner: Any) -> None:
    attempt = with_rules(course, learner, is_certainty_asked=True)
    for place in range(3):
        answer(attempt, place, is_right=False, certainty=3)
    submitted = submit_attempt(attempt=attempt)
    assert (submitted.points, submitted.is_passed) == (Decimal(0), False)


@pytest.mark.django_db
def test_who_is_sure_and_right_earns_everything_and_silence_costs_nothing(course: Any, learner: Any) -> None:
    attempt = with_rules(course, learner, is_certainty_asked=True)
    answer(attempt, 0, is_right=True, certainty=3)
    answer(attempt, 1, is_right=True, certainty=2)
    assert submit_attempt(attempt=attempt).points == Decimal("1.667")


@pytest.mark.django_db
def test_a_wrong_answer_costs_what_the_quiz_says(course: Any, learner: Any) -> None:
    attempt = with_rules(course, learner, wrong_penalty_percent=50)
    answer(attempt, 0, is_right=True)
    answer(attempt, 1, is_right=False)
    assert submit_attempt(attempt=attempt).points == Decimal("0.5")


@pytest.mark.django_db
def test_numbers_differ_between_attempts_and_stay_within_one(course: Any, learner: Any, api: Any) -> None:
    drawn = QuestionDraft(
        kind="calculated",
        stem=stem("{a} plus {b}?"),
        settings={
            "variables": {
                "a": {"low": 1, "high": 10**5, "decimals": 0},
                "b": {"low": 0, "high": 1, "decimals": 3},
            },
            "answers": [{"formula": "a+b", "tolerance": "0"}],
        },
        explanation="<p>It is {=a+b}.</p>",
    )
    attempt = with_rules(course, learner, drafts=[drawn])
    texts = []
    for number in (1, 2):
        (slot,) = api(learner).get(f"/api/v1/attempts/{attempt.uuid}").json()["slots"]
        texts.append(slot["stem"]["blocks"][0]["html"])
        first, second = texts[-1].removeprefix("<p>").removesuffix("?</p>").split(" plus ")
        right = str(Decimal(first) + Decimal(second))
        save_answer(attempt=attempt, slot_id=slot["id"], response={"text": right})
        assert submit_attempt(attempt=attempt).points == Decimal(1)
        result = api(learner).get(f"/api/v1/attempts/{attempt.uuid}").json()["slots"][0]["result"]
        assert (
            result["explanation"]
            == f"<p>It is {right.rstrip('0').rstrip('.') if '.' in right else right}.</p>"
        )
        if number == 1:
            attempt = start_attempt(quiz=attempt.quiz, enrollment=attempt.enrollment)
    assert texts[0] != texts[1]


@pytest.mark.django_db
def test_how_sure_somebody_was_is_kept_and_shown(course: Any, learner: Any, api: Any) -> None:
    attempt = with_rules(course, learner, drafts=[choice_draft()], is_certainty_asked=True)
    slot = sheet_of(attempt.edition).slots[0]
    given_answer = {"sequence": 1, "slot_id": slot.id, "response": right_response(slot), "certainty": 2}
    body = {"client_id": "018f0000-0000-7000-8000-000000000001", "answers": [given_answer]}
    assert api(learner).post(f"/api/v1/attempts/{attempt.uuid}/answers", body).status_code == 200
    shown = api(learner).get(f"/api/v1/attempts/{attempt.uuid}").json()
    assert (shown["is_certainty_asked"], shown["slots"][0]["certainty"]) == (True, 2)
    given_answer["certainty"] = 4
    assert api(learner).post(f"/api/v1/attempts/{attempt.uuid}/answers", body).status_code == 422
