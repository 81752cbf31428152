"""Practice questions go along when a course is copied, and come back with an earlier version."""

import uuid
from typing import Any

import pytest

from edusync.assessment.models import Question, QuestionVersion
from edusync.assessment.services.practice import create_practice_question
from edusync.assessment.testing import choice_draft
from edusync.courses import services
from edusync.courses.blocks import questions_of
from edusync.courses.models import Course, Lesson, Page
from edusync.courses.snapshots import apply_snapshot, build_from_snapshot, digest, take_snapshot
from edusync.courses.testing import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(organization: Any, instructor: Any) -> Lesson:
    course = make_course(modules=1, lessons=2, status="draft", created_by_id=instructor.pk)
    found: Lesson = Lesson.objects.filter(course=course).order_by("id").first()
    made = [create_practice_question(lesson=found, draft=choice_draft(), by_id=None) for _ in range(2)]
    # One beside the others, one inside a toggle.
    first, second = ({"type": "question", "question": str(one.uuid)} for one in made)
    blocks = [first, {"type": "toggle", "title": "Try", "blocks": [second]}]
    services.set_page_document(lesson=found, document={"blocks": blocks})
    return found


def asked(course: Course) -> list[uuid.UUID]:
    page = Page.objects.filter(lesson__course=course).order_by("lesson_id").first()
    assert page is not None
    return questions_of(page.document)


@pytest.mark.parametrize("keep_uuids", [False, True])
def test_a_copy_asks_questions_of_its_own(
    api: Any, instructor: Any, organization: Any, lesson: Lesson, keep_uuids: bool
) -> None:
    copy = build_from_snapshot(
        take_snapshot(lesson.course),
        organization_id=organization.pk,
        created_by_id=instructor.pk,
        title="Copy",
        keep_uuids=keep_uuids,
    )
    own = asked(copy)
    assert len(own) == 2
    assert set(own).isdisjoint(asked(lesson.course))
    assert set(Question.objects.filter(uuid__in=own).values_list("course_id", flat=True)) == {copy.pk}
    # The page is written anew from nothing: its questions are known here.
    client, page = api(instructor), Page.objects.filter(lesson__course=copy).order_by("lesson_id").first()
    assert page is not None
    address, document = f"/api/v1/lessons/{page.lesson_id}/page", page.document
    for content in ({"blocks": []}, document):
        version = client.get(address).json()["row_version"]
        saved = client.put(address, {"document": content, "base_version": version})
        assert saved.status_code == 200, saved.content
    shown = client.get(f"/api/v1/lessons/{page.lesson_id}/practice-questions").json()["results"]
    assert [one["uuid"] for one in shown] == [str(one) for one in own]


def test_copying_and_applying_again_changes_nothing(organization: Any, lesson: Lesson) -> None:
    course = lesson.course
    before = take_snapshot(course)
    apply_snapshot(course, before)
    assert digest(take_snapshot(course)) == digest(before)
    assert (Question.objects.count(), QuestionVersion.objects.count()) == (2, 2)


def test_an_earlier_wording_comes_back(organization: Any, lesson: Lesson) -> None:
    course = lesson.course
    before = take_snapshot(course)
    before["parts"]["practice"][0]["explanation"] = "<p>As it was.</p>"
    apply_snapshot(course, before)
    numbers = QuestionVersion.objects.filter(question__uuid=asked(course)[0]).order_by("number")
    assert list(numbers.values_list("number", "explanation")) == [(1, ""), (2, "<p>As it was.</p>")]


def test_a_course_without_practice_questions_has_no_such_part(organization: Any) -> None:
    assert "practice" not in take_snapshot(make_course(modules=1, lessons=1))["parts"]
