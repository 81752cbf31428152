"""Answers that people mark: an attempt waits for them, and what was given stays."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from edusync.assessment.drafts import QuestionDraft
from edusync.assessment.models import QuizAnswer, QuizAttempt
from edusync.assessment.services import save_answer, start_attempt, submit_attempt
from edusync.assessment.services.late_answers import score_again
from edusync.assessment.sheets import sheet_of
from edusync.assessment.testing import choice_draft, make_quiz, right_response, stem
from edusync.enrollment.services import enroll_learner
from edusync.grading.models import Grade
from edusync.progress.models import LessonProgress

pytestmark = pytest.mark.django_db

ESSAY = QuestionDraft(
    kind="essay", stem=stem("Why?"), settings={"notes": "SECRET-NOTES", "max_words": 50}, points=4
)
TEXT = QuestionDraft(kind="description", stem=stem("Read this first."))


@pytest.fixture
def quiz(course: Any) -> Any:
    return make_quiz(course=course, questions=[TEXT, choice_draft(), ESSAY], pass_percent=60)


def taken(quiz: Any, person: Any, text: str = "Because.") -> QuizAttempt:
    """A submitted attempt with the choice right and this essay."""
    enrollment = enroll_learner(course_id=quiz.lesson.course_id, learner_id=person.pk)
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    _, choice, essay = sheet_of(attempt.edition).slots
    save_answer(attempt=attempt, slot_id=choice.id, response=right_response(choice))
    save_answer(attempt=attempt, slot_id=essay.id, response={"text": text})
    return submit_attempt(attempt=attempt)


def essay_of(attempt: QuizAttempt) -> QuizAnswer:
    return QuizAnswer.objects.get(attempt=attempt, slot__question_version__question__kind="essay")


def cell() -> tuple[Any, ...]:
    """The cell of the gradebook that the trigger keeps."""
    return Grade.objects.values_list("points", "state").get()


def put(api: Any, person: Any, quiz: Any, answer: QuizAnswer, points: Any, **fields: Any) -> Any:
    body = {"points": points, "base_marked_at": None, **fields}
    return api(person).put(f"/api/v1/quiz-answers/{answer.pk}/mark", body)


def test_an_attempt_waits_until_its_essay_is_marked(
    quiz: Any, learner: Any, instructor: Any, api: Any
) -> None:
    attempt = taken(quiz, learner)
    assert (attempt.needs_marking, attempt.is_passed, attempt.max_points) == (1, None, Decimal(5))
    assert cell() == (None, "needs_marking")
    shown = api(learner).get(f"/api/v1/attempts/{attempt.uuid}").json()
    assert (shown["points"], shown["is_passed"], shown["needs_marking"]) == (None, None, 1)
    assert shown["slots"][2]["result"]["is_waiting"] is True
    assert not LessonProgress.objects.filter(completed_at__isnull=False).exists()
    answer = put(api, instructor, quiz, essay_of(attempt), "3.5", remark="Well <argued>.")
    assert answer.status_code == 200, answer.content
    attempt.refresh_from_db()
    assert (attempt.needs_marking, attempt.points, attempt.is_passed) == (0, Decimal("4.5"), True)
    assert cell() == (Decimal("4.5"), "graded")
    told = api(learner).get(f"/api/v1/attempts/{attempt.uuid}").json()
    assert (told["points"], told["slots"][2]["result"]["remark"]) == (4.5, "Well <argued>.")
    assert LessonProgress.objects.filter(completed_at__isnull=False).exists()


def test_an_empty_essay_needs_nobody(quiz: Any, learner: Any) -> None:
    attempt = taken(quiz, learner, text="   ")
    assert (attempt.needs_marking, attempt.points, attempt.is_passed) == (0, Decimal(1), False)


def test_scoring_again_leaves_what_a_person_gave(quiz: Any, learner: Any, instructor: Any, api: Any) -> None:
    attempt = taken(quiz, learner)
    put(api, instructor, quiz, essay_of(attempt), 2)
    attempt = QuizAttempt.objects.select_related("enrollment").get(pk=attempt.pk)
    assert (score_again(attempt).points, essay_of(attempt).points) == (Decimal(3), Decimal(2))


def test_two_markers_do_not_overwrite_each_other(quiz: Any, learner: Any, instructor: Any, api: Any) -> None:
    attempt = taken(quiz, learner)
    first = put(api, instructor, quiz, essay_of(attempt), 2).json()
    assert put(api, instructor, quiz, essay_of(attempt), 4).status_code == 412
    taken_back = put(api, instructor, quiz, essay_of(attempt), None, base_marked_at=first["marked_at"])
    assert taken_back.json()["points"] is None
    attempt.refresh_from_db()
    assert (attempt.needs_marking, attempt.is_passed) == (1, None)


@pytest.mark.parametrize(("points", "status"), [("4.001", 422), (-1, 422), ("x", 422), (4, 200)])
def test_points_stay_within_those_of_the_question(
    quiz: Any, learner: Any, instructor: Any, api: Any, points: Any, status: int
) -> None:
    assert put(api, instructor, quiz, essay_of(taken(quiz, learner)), points).status_code == status


def test_answers_of_all_learners_are_read_question_by_question(
    quiz: Any, make_person: Any, instructor: Any, api: Any, django_assert_max_num_queries: Any
) -> None:
    for name in ("ada", "bob", "cyd"):
        taken(quiz, make_person(name), text=f"I am {name}.")
    found = api(instructor).get(f"/api/v1/quizzes/{quiz.pk}/answers-to-mark").json()
    (question,) = found["questions"]
    assert (question["kind"], question["waiting"], question["answers"]) == ("essay", 3, 3)
    url = f"/api/v1/quizzes/{quiz.pk}/answers-to-mark/{question['uuid']}?state=waiting"
    with django_assert_max_num_queries(19):
        page = api(instructor).get(url).json()
    assert [one["text"] for one in page["results"]] == ["I am ada.", "I am bob.", "I am cyd."]
    assert page["results"][0]["notes"] == "SECRET-NOTES"


def test_an_anonymous_question_names_nobody(course: Any, make_person: Any, instructor: Any, api: Any) -> None:
    hidden = QuestionDraft(kind="essay", stem=stem("Why?"), settings={"is_anonymous": True})
    quiz = make_quiz(course=course, questions=[TEXT, choice_draft(), hidden])
    taken(quiz, make_person("zoe"))
    (question,) = api(instructor).get(f"/api/v1/quizzes/{quiz.pk}/answers-to-mark").json()["questions"]
    page = api(instructor).get(f"/api/v1/quizzes/{quiz.pk}/answers-to-mark/{question['uuid']}")
    assert "zoe" not in page.content.decode().lower()
    assert page.json()["results"][0]["learner_name"].startswith("Learner ")


def test_learners_neither_read_the_desk_nor_mark(quiz: Any, learner: Any, api: Any) -> None:
    attempt = taken(quiz, learner)
    assert api(learner).get(f"/api/v1/quizzes/{quiz.pk}/answers-to-mark").status_code == 403
    assert put(api, learner, quiz, essay_of(attempt), 4).status_code == 403


def test_notes_for_markers_reach_no_learner(quiz: Any, learner: Any, instructor: Any, api: Any) -> None:
    attempt = taken(quiz, learner)
    put(api, instructor, quiz, essay_of(attempt), 4)
    assert "SECRET-NOTES" not in api(learner).get(f"/api/v1/attempts/{attempt.uuid}").content.decode()


def test_a_file_is_part_of_the_answer_that_names_it(
    course: Any, learner: Any, stranger: Any, instructor: Any, api: Any
) -> None:
    wanted = QuestionDraft(kind="file", stem=stem("Send it."), settings={"file_types": "txt"}, points=2)
    quiz = make_quiz(course=course, questions=[wanted])
    enrollment = enroll_learner(course_id=course.pk, learner_id=learner.pk)
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    (slot,) = sheet_of(attempt.edition).slots
    url = f"/api/v1/attempts/{attempt.uuid}/answers/{slot.id}/files"
    refused = api(learner).upload(url, {"file": SimpleUploadedFile("work.exe", b"MZ")})
    assert refused.status_code == 422
    sent = api(learner).upload(url, {"file": SimpleUploadedFile("work.txt", b"My work.")})
    assert sent.status_code == 201, sent.content
    name = sent.json()["uuid"]
    save_answer(attempt=attempt, slot_id=slot.id, response={"files": [name]})
    assert submit_attempt(attempt=attempt).needs_marking == 1
    (question,) = api(instructor).get(f"/api/v1/quizzes/{quiz.pk}/answers-to-mark").json()["questions"]
    page = api(instructor).get(f"/api/v1/quizzes/{quiz.pk}/answers-to-mark/{question['uuid']}").json()
    assert [one["name"] for one in page["results"][0]["files"]] == ["work.txt"]
    assert api(instructor).get(f"/api/v1/answer-files/{name}").status_code == 200
    assert api(learner).get(f"/api/v1/answer-files/{name}").status_code == 200
    assert api(stranger).get(f"/api/v1/answer-files/{name}").status_code == 404
