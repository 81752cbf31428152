"""Practice questions inside pages."""

from typing import Any

import pytest

from edusync.assessment.drafts import QuestionDraft
from edusync.assessment.models import Question
from edusync.assessment.queries import latest_slots
from edusync.assessment.services.practice import create_practice_question
from edusync.assessment.testing import choice_draft, drafts_of_every_kind, make_quiz, right_response
from edusync.courses import services
from edusync.courses.models import Course, Lesson
from edusync.courses.testing import make_course
from edusync.enrollment.services import enroll_learner

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(organization: Any, instructor: Any) -> Course:
    return make_course(modules=1, lessons=2, created_by_id=instructor.pk)


@pytest.fixture
def lesson(course: Course) -> Lesson:
    found: Lesson = Lesson.objects.filter(course=course).order_by("id").first()
    return found


def placed(lesson: Lesson, *drafts: QuestionDraft) -> list[Question]:
    made = [create_practice_question(lesson=lesson, draft=draft, by_id=None) for draft in drafts]
    blocks = [{"type": "question", "question": str(question.uuid)} for question in made]
    services.set_page_document(lesson=lesson, document={"blocks": blocks})
    return made


def test_a_learner_answers_and_hears_what_it_was_worth(
    api: Any, learner: Any, course: Course, lesson: Lesson
) -> None:
    enroll_learner(course_id=course.pk, learner_id=learner.pk)
    (question,) = placed(lesson, choice_draft(explanation="<p>SECRET</p>"))
    client = api(learner)
    (asked,) = client.get(f"/api/v1/lessons/{lesson.pk}/practice-questions").json()["results"]
    assert (asked["uuid"], asked["kind"]) == (str(question.uuid), "single_choice")
    wrong, right = (asked["options"][place]["id"] for place in (0, 1))
    address = f"/api/v1/practice-questions/{question.uuid}/answer"
    body = {"lesson_id": lesson.pk, "response": {"options": [wrong]}}
    result = client.post(address, body).json()
    assert (result["is_correct"], result["correct_options"], result["explanation"]) == (False, [], "")
    assert result["feedback"] == "<p>The largest city is not the capital.</p>"
    told = client.post(address, {**body, "show_solution": True}).json()
    assert (told["is_correct"], told["correct_options"], told["explanation"]) == (
        False,
        [right],
        "<p>SECRET</p>",
    )
    result = client.post(address, {"lesson_id": lesson.pk, "response": {"options": [right]}}).json()
    assert (result["share"], result["is_correct"], result["explanation"]) == (1.0, True, "<p>SECRET</p>")


def test_nothing_of_the_key_is_told_before_answering(
    api: Any, learner: Any, course: Course, lesson: Lesson
) -> None:
    enroll_learner(course_id=course.pk, learner_id=learner.pk)
    placed(lesson, *drafts_of_every_kind())
    for address in (f"/api/v1/lessons/{lesson.pk}/practice-questions", f"/api/v1/lessons/{lesson.pk}"):
        answer = api(learner).get(address)
        assert answer.status_code == 200
        assert "SECRET-" not in answer.content.decode()
        assert "weight" not in answer.content.decode().replace('"weights"', "")


def test_every_kind_of_question_can_be_practised(
    api: Any, learner: Any, course: Course, lesson: Lesson
) -> None:
    enroll_learner(course_id=course.pk, learner_id=learner.pk)
    questions = placed(lesson, *drafts_of_every_kind())
    slots = latest_slots([question.uuid for question in questions])
    for question in questions:
        body = {"lesson_id": lesson.pk, "response": right_response(slots[question.uuid])}
        result = api(learner).post(f"/api/v1/practice-questions/{question.uuid}/answer", body).json()
        assert result["is_correct"], question.kind


def test_questions_of_a_quiz_cannot_be_tried_through_a_page(
    api: Any, learner: Any, course: Course, lesson: Lesson
) -> None:
    enroll_learner(course_id=course.pk, learner_id=learner.pk)
    make_quiz(course=course)
    placed(lesson, choice_draft())
    asked_in_quiz = Question.objects.order_by("id").first()
    body = {"lesson_id": lesson.pk, "response": {"options": []}, "show_solution": True}
    answer = api(learner).post(f"/api/v1/practice-questions/{asked_in_quiz.uuid}/answer", body)
    assert answer.status_code == 404


def test_who_may_not_open_the_page_may_not_answer(
    api: Any, learner: Any, outsider: Any, course: Course, lesson: Lesson
) -> None:
    (question,) = placed(lesson, choice_draft())
    body = {"lesson_id": lesson.pk, "response": {"options": []}}
    for client in (api(), api(learner), api(outsider)):
        assert client.post(f"/api/v1/practice-questions/{question.uuid}/answer", body).status_code == 404
        assert client.get(f"/api/v1/lessons/{lesson.pk}/practice-questions").status_code == 404


@pytest.mark.parametrize("response", [{}, {"options": ["x"]}, {"options": [2**70]}, {"text": "x" * 9000}])
def test_odd_answers_are_refused(api: Any, instructor: Any, lesson: Lesson, response: dict[str, Any]) -> None:
    (question,) = placed(lesson, choice_draft())
    body = {"lesson_id": lesson.pk, "response": response}
    answer = api(instructor).post(f"/api/v1/practice-questions/{question.uuid}/answer", body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].startswith("/response")


def test_pages_hold_only_questions_of_their_course(
    api: Any, instructor: Any, course: Course, lesson: Lesson
) -> None:
    elsewhere = make_course("Elsewhere", modules=1, lessons=1, created_by_id=instructor.pk)
    foreign = create_practice_question(
        lesson=Lesson.objects.filter(course=elsewhere).first(), draft=choice_draft(), by_id=None
    )
    document = {"blocks": [{"type": "question", "question": str(foreign.uuid)}]}
    address = f"/api/v1/lessons/{lesson.pk}/page"
    answer = api(instructor).put(address, {"document": document, "base_version": 1})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/document/blocks/0/question"
    empty = {"blocks": [{"type": "question", "question": None}]}
    assert api(instructor).put(address, {"document": empty, "base_version": 1}).status_code == 200


def test_authors_make_and_find_questions(
    api: Any, instructor: Any, learner: Any, course: Course, lesson: Lesson
) -> None:
    question = {
        "kind": "single_choice",
        "title": "Capital",
        "points": 1,
        "stem": {"blocks": [{"type": "text", "html": "<p>Capital of Australia?</p>"}]},
        "settings": {},
        "options": [{"html": "Sydney", "weight": 0}, {"html": "Canberra", "weight": 1}],
    }
    address = f"/api/v1/lessons/{lesson.pk}/practice-questions"
    made = api(instructor).post(address, {"question": question})
    assert (made.status_code, len(made.json()["options"])) == (201, 2)
    found = api(instructor).get(f"/api/v1/courses/{course.pk}/questions?search=capi").json()["results"]
    assert [(row["uuid"], row["text"]) for row in found] == [(made.json()["uuid"], "Capital of Australia?")]
    question["options"] = []
    refused = api(instructor).post(address, {"question": question})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"].startswith("/question/")
    assert api(learner).post(address, {"question": question}).status_code in {403, 404}
    assert api(learner).get(f"/api/v1/courses/{course.pk}/questions").status_code == 403


def test_lists_of_questions_cost_the_same_with_more_rows(
    api: Any, instructor: Any, course: Course, lesson: Lesson, django_assert_max_num_queries: Any
) -> None:
    placed(lesson, *(choice_draft(f"Q {number}") for number in range(12)))
    client = api(instructor)
    with django_assert_max_num_queries(6):
        assert len(client.get(f"/api/v1/courses/{course.pk}/questions").json()["results"]) == 12
    with django_assert_max_num_queries(6):
        assert len(client.get(f"/api/v1/lessons/{lesson.pk}/practice-questions").json()["results"]) == 12
