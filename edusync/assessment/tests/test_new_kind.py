"""A kind of question is added by a module alone, as docs/how-to/add-a-question-type.md says."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest

from edusync.assessment.drafts import QuestionDraft
from edusync.assessment.scoring import (
    Choice,
    Outcome,
    SettingsFault,
    Solution,
    forget_kind,
    kind_names,
    register_kind,
)
from edusync.assessment.scoring.kinds.base import QuestionKind, Settings
from edusync.assessment.scoring.outcome import ONE, ZERO
from edusync.assessment.scoring.text import clean_response
from edusync.assessment.services import save_answer, start_attempt, submit_attempt
from edusync.assessment.sheets import sheet_of
from edusync.assessment.testing import make_quiz, stem
from edusync.enrollment.services import enroll_learner


class Palindrome(QuestionKind):
    """A word that reads the same from both ends; the table knows the name as a slot for code."""

    name = "code"

    def check(self, settings: Settings, choices: Sequence[Choice]) -> list[SettingsFault]:
        if isinstance(settings.get("letters"), int):
            return []
        return [SettingsFault("/settings/letters", "blank", "Say how many letters.")]

    def clean_response(
        self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]
    ) -> dict[str, Any]:
        return clean_response(response)

    def score(self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]) -> Outcome:
        word = str(response.get("text", ""))
        return Outcome(ONE if len(word) >= settings["letters"] and word == word[::-1] else ZERO)

    def solution(self, settings: Settings, choices: Sequence[Choice]) -> Solution:
        return Solution(text="abba")

    def inputs(self, settings: Settings) -> dict[str, Any]:
        return {"letters": settings["letters"]}


@pytest.fixture
def palindromes() -> Iterator[None]:
    register_kind(Palindrome())
    yield
    forget_kind("code")


@pytest.mark.parametrize(("word", "points"), [("abcba", 1), ("abcab", 0), ("a", 0)])
def test_a_new_kind_is_asked_answered_and_scored(
    palindromes: None, api: Any, course: Any, learner: Any, word: str, points: int
) -> None:
    draft = QuestionDraft(kind="code", stem=stem("A palindrome, please."), settings={"letters": 3})
    quiz = make_quiz(course=course, questions=[draft])
    enrollment = enroll_learner(course_id=course.pk, learner_id=learner.pk)
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    shown = api(learner).get(f"/api/v1/attempts/{attempt.uuid}").json()["slots"][0]
    assert (shown["kind"], shown["inputs"]) == ("code", {"letters": 3})
    save_answer(attempt=attempt, slot_id=sheet_of(quiz.edition).slots[0].id, response={"text": word})
    assert submit_attempt(attempt=attempt).points == Decimal(points)


def test_a_kind_nobody_registered_is_not_offered() -> None:
    assert "code" not in kind_names()
