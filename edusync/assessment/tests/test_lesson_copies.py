"""Copies of single lessons: their questions are their own, in the same course and in another one."""

from typing import Any

import pytest

from edusync.assessment.models import Question, Quiz, QuizSlot
from edusync.assessment.services.practice import create_practice_question
from edusync.assessment.services.quiz_editing import quiz_for_authors, save_quiz
from edusync.assessment.testing import choice_draft, make_quiz
from edusync.courses import services
from edusync.courses.models import Course, Lesson
from edusync.courses.services.outline.copies import copy_in_outline, copy_to_course
from edusync.courses.testing import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(organization: Any, instructor: Any) -> Course:
    return make_course("Botany", status="draft", created_by_id=instructor.pk, modules=1, lessons=1)


@pytest.fixture
def other(organization: Any, instructor: Any) -> Course:
    return make_course("Zoology", status="draft", created_by_id=instructor.pk, modules=1, lessons=1)


def questions_of(lesson: Lesson) -> list[Question]:
    slots = QuizSlot.objects.filter(edition=Quiz.objects.get(lesson=lesson).edition).order_by("position")
    return [slot.question_version.question for slot in slots.select_related("question_version__question")]


def twin_of(lesson: Lesson) -> Lesson:
    return Lesson.objects.get(origin_uuid=lesson.uuid)


def test_a_copied_quiz_asks_questions_of_its_own(course: Course) -> None:
    lesson = make_quiz(course=course).lesson
    copy_in_outline(course=course, by_id=None, lesson_ids=[lesson.pk])
    copy = twin_of(lesson)
    before, after = questions_of(lesson), questions_of(copy)
    assert {one.pk for one in before}.isdisjoint(one.pk for one in after)
    assert [one.title for one in before] == [one.title for one in after]
    data = quiz_for_authors(lesson=copy)
    version = data.pop("row_version")
    data.pop("lesson_id")
    data["questions"][0]["title"] = "Changed in the copy"
    save_quiz(lesson=copy, data=data, base_version=version, by_id=None)
    assert questions_of(lesson)[0].title == "Question 1"


def test_a_page_in_another_course_brings_its_practice_questions(
    api: Any, instructor: Any, course: Course, other: Course
) -> None:
    page = Lesson.objects.get(course=course, kind="page")
    question = create_practice_question(lesson=page, draft=choice_draft("Which city?"), by_id=None)
    blocks = [{"id": "q", "type": "question", "question": str(question.uuid)}]
    services.set_page_document(lesson=page, document={"version": 1, "blocks": blocks})
    copy_to_course(source=course, target=other, by_id=None, lesson_ids=[page.pk])
    copy, client = twin_of(page), api(instructor)
    (shown,) = client.get(f"/api/v1/lessons/{copy.pk}/practice-questions").json()["results"]
    assert Question.objects.get(uuid=shown["uuid"]).course_id == other.pk
    assert shown["stem"]["blocks"][0]["html"] == "<p>Which city?</p>"
    # Authors of the other course go on writing the page.
    body = client.get(f"/api/v1/lessons/{copy.pk}/page").json()
    saved = client.put(
        f"/api/v1/lessons/{copy.pk}/page",
        {"document": body["document"], "base_version": body["row_version"]},
    )
    assert saved.status_code == 200, saved.content


def test_a_copied_page_of_the_same_course_shares_its_practice_question(course: Course) -> None:
    page = Lesson.objects.get(course=course, kind="page")
    question = create_practice_question(lesson=page, draft=choice_draft("Which city?"), by_id=None)
    blocks = [{"id": "q", "type": "question", "question": str(question.uuid)}]
    services.set_page_document(lesson=page, document={"version": 1, "blocks": blocks})
    copy_in_outline(course=course, by_id=None, lesson_ids=[page.pk])
    copy = Lesson.objects.select_related("page").get(pk=twin_of(page).pk)
    assert copy.page.document["blocks"][0]["question"] == str(question.uuid)
    assert Question.objects.count() == 1
