"""A blueprint's own title, description and picture, and the questions of its quizzes and pages, in the copies that follow it."""

from collections.abc import Callable
from typing import Any

import pytest

from edusync.assessment.models import Question, Quiz, QuizSlot
from edusync.assessment.services.practice import create_practice_question
from edusync.assessment.services.quiz_editing import quiz_for_authors, save_quiz
from edusync.assessment.testing import choice_draft, make_quiz
from edusync.courses import services
from edusync.courses.models import BlueprintLink, Course, Lesson
from edusync.courses.problems import NothingToSync
from edusync.courses.services.blueprints import preview_sync, set_locked_parts, sync_copy, undo_sync
from edusync.courses.services.copies import CopyOptions, request_copy
from edusync.courses.testing import make_course, page_document
from edusync.files.services import store_file
from edusync.kernel.testing import ApiClient

pytestmark = pytest.mark.django_db
Api = Callable[..., ApiClient]
# The smallest picture there is.
PIXEL = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"


@pytest.fixture
def owner(make_person: Callable[..., Any]) -> Any:
    return make_person("olga", roles=("instructor",))


@pytest.fixture
def source(owner: Any) -> Course:
    course = make_course("Botany", status="draft", created_by_id=owner.pk, modules=1, lessons=1)
    quiz = make_quiz(course=course)
    page = services.add_lesson(
        module=Lesson.objects.get(pk=quiz.lesson_id).module,
        kind="page",
        title="Practice",
        detail={"document": page_document("Before.")},
    )
    ask(page, "Which city?")
    return Course.objects.get(pk=course.pk)


def ask(page: Lesson, title: str) -> Question:
    question = create_practice_question(lesson=page, draft=choice_draft(title), by_id=None)
    block = {"id": "q1", "type": "question", "question": str(question.uuid)}
    services.set_page_document(
        lesson=Lesson.objects.get(pk=page.pk), document={"version": 1, "blocks": [block]}
    )
    return question


def follow(source: Course, owner: Any, title: str = "Botany 2", **options: Any) -> BlueprintLink:
    copy = request_copy(
        source=source, options=CopyOptions(title=title, follows=True, **options), by_id=owner.pk
    )
    return BlueprintLink.objects.get(copy=copy.result)


def change(course_id: int, **values: Any) -> None:
    services.update_course(course=Course.objects.get(pk=course_id), **values)


def steps(link: BlueprintLink) -> list[tuple[str, str]]:
    link = BlueprintLink.objects.get(pk=link.pk)
    return [(step["code"], step["part"]) for step in preview_sync(link)["steps"]]


def quiz_of(course_id: int) -> Lesson:
    return Lesson.objects.get(course_id=course_id, kind="quiz")


def questions_in(course_id: int) -> list[Question]:
    quiz = Quiz.objects.get(lesson=quiz_of(course_id))
    slots = QuizSlot.objects.filter(edition=quiz.edition).order_by("position")
    return [slot.question_version.question for slot in slots.select_related("question_version__question")]


def rewrite(lesson: Lesson, edit: Callable[[list[dict[str, Any]]], None]) -> None:
    data = quiz_for_authors(lesson=lesson)
    version = data.pop("row_version")
    data.pop("lesson_id")
    edit(data["questions"])
    save_quiz(lesson=lesson, data=data, base_version=version, by_id=None)


def add_question(questions: list[dict[str, Any]]) -> None:
    questions.append({**questions[0], "uuid": None, "title": "Added"})


class TestFacts:
    """Title, description and picture follow while the copy has none of its own, or where they are locked."""

    def test_a_description_that_the_copy_shares_follows(self, source: Course, owner: Any) -> None:
        link = follow(source, owner)
        change(source.pk, tagline="Plants", outcomes=["Tell plants apart"])
        assert steps(link) == [("fact-changed", "overview")]
        sync_copy(link=link, by_id=owner.pk)
        copy = Course.objects.get(pk=link.copy_id)
        assert (copy.tagline, copy.outcomes) == ("Plants", ["Tell plants apart"])
        assert copy.title == "Botany 2"
        assert steps(link) == []

    def test_a_title_of_its_own_stays_and_one_that_is_the_same_follows(
        self, source: Course, owner: Any
    ) -> None:
        own, same = follow(source, owner), follow(source, owner, title="Botany")
        change(source.pk, title="Plants")
        assert steps(own) == [("fact-kept", "title")]
        assert steps(same) == [("fact-changed", "title")]
        with pytest.raises(NothingToSync):
            sync_copy(link=own, by_id=owner.pk)
        sync_copy(link=same, by_id=owner.pk)
        titles = Course.objects.filter(pk__in=[own.copy_id, same.copy_id]).order_by("pk")
        assert [course.title for course in titles] == ["Botany 2", "Plants"]

    def test_what_is_locked_is_brought_back(self, source: Course, owner: Any) -> None:
        link = follow(source, owner, locked_parts=("title", "overview"))
        change(link.copy_id, tagline="Ours")
        assert steps(link) == [("fact-overwritten", "title"), ("fact-overwritten", "overview")]
        sync = sync_copy(link=link, by_id=owner.pk)
        copy = Course.objects.get(pk=link.copy_id)
        assert (copy.title, copy.tagline) == ("Botany", "")
        undo_sync(sync=sync, by_id=owner.pk)
        copy.refresh_from_db()
        assert (copy.title, copy.tagline) == ("Botany 2", "Ours")

    def test_the_picture_follows(self, source: Course, owner: Any) -> None:
        link = follow(source, owner)
        picture = store_file(content=PIXEL, name="leaf.gif", uploaded_by_id=owner.pk)
        change(source.pk, image_file=picture)
        assert steps(link) == [("fact-changed", "picture")]
        sync_copy(link=link, by_id=owner.pk)
        assert Course.objects.get(pk=link.copy_id).image_file_id == picture.pk

    def test_the_list_of_copies_says_that_there_is_something_to_bring_in(
        self, api: Api, source: Course, owner: Any
    ) -> None:
        link = follow(source, owner)
        client, path = api(owner), f"/api/v1/courses/{source.slug}/copies"
        assert client.get(path).json()["results"][0]["link"]["is_in_line"] is True
        change(source.pk, tagline="Plants")
        assert client.get(path).json()["results"][0]["link"]["is_in_line"] is False
        assert client.post(f"/api/v1/blueprint-links/{link.pk}/syncs", {}).status_code == 201
        assert client.get(path).json()["results"][0]["link"]["is_in_line"] is True

    def test_a_tie_from_before_leaves_the_facts_alone_until_they_are_locked(
        self, source: Course, owner: Any
    ) -> None:
        link = follow(source, owner)
        link.synced_parts = {
            name: part for name, part in link.synced_parts.items() if name not in ("course", "questions")
        }
        link.save(update_fields=["synced_parts"])
        change(source.pk, tagline="Plants")
        assert steps(link) == []
        set_locked_parts(link=link, parts=["overview"], by_id=owner.pk)
        assert steps(link) == [("fact-overwritten", "overview")]


class TestQuestions:
    """Questions of the copy stay the same questions, however often changes come in."""

    def test_a_fresh_copy_is_in_line(self, source: Course, owner: Any) -> None:
        assert steps(follow(source, owner)) == []

    def test_a_changed_quiz_keeps_the_questions_of_the_copy(self, source: Course, owner: Any) -> None:
        link = follow(source, owner)
        before = [question.pk for question in questions_in(link.copy_id)]
        rewrite(quiz_of(source.pk), lambda questions: questions[1].update(title="Better"))
        rewrite(quiz_of(source.pk), add_question)
        assert steps(link) == [("lesson-changed", "content")]
        sync_copy(link=link, by_id=owner.pk)
        after = questions_in(link.copy_id)
        assert [question.pk for question in after][:3] == before
        assert [question.title for question in after] == ["Question 1", "Better", "Question 3", "Added"]
        assert {question.course_id for question in after} == {link.copy_id}
        assert steps(link) == []
        count = Question.objects.count()
        rewrite(quiz_of(source.pk), lambda questions: questions[3].update(title="Added, better"))
        sync_copy(link=BlueprintLink.objects.get(pk=link.pk), by_id=owner.pk)
        assert [question.title for question in questions_in(link.copy_id)][3] == "Added, better"
        assert Question.objects.count() == count

    def test_a_tie_from_before_finds_the_questions_by_what_they_say(self, source: Course, owner: Any) -> None:
        link = follow(source, owner)
        link.synced_parts = {name: one for name, one in link.synced_parts.items() if name != "questions"}
        link.save(update_fields=["synced_parts"])
        before = [question.pk for question in questions_in(link.copy_id)]
        rewrite(quiz_of(source.pk), add_question)
        sync_copy(link=link, by_id=owner.pk)
        assert [question.pk for question in questions_in(link.copy_id)][:3] == before

    def test_a_page_brings_its_practice_questions(self, source: Course, owner: Any, api: Api) -> None:
        link = follow(source, owner)
        page = Lesson.objects.get(course=source, title="Practice")
        asked = ask(page, "Which river?")
        assert steps(link) == [("lesson-changed", "content")]
        sync_copy(link=link, by_id=owner.pk)
        twin = Lesson.objects.get(course_id=link.copy_id, origin_uuid=page.uuid)
        client = api(owner)
        (shown,) = client.get(f"/api/v1/lessons/{twin.pk}/practice-questions").json()["results"]
        assert shown["uuid"] != str(asked.uuid)
        assert shown["stem"]["blocks"][0]["html"] == "<p>Which river?</p>"
        assert Question.objects.get(uuid=shown["uuid"]).course_id == link.copy_id
        # The copy's teachers can go on writing the page.
        body = client.get(f"/api/v1/lessons/{twin.pk}/page").json()
        saved = client.put(
            f"/api/v1/lessons/{twin.pk}/page",
            {"document": body["document"], "base_version": body["row_version"]},
        )
        assert saved.status_code == 200, saved.content
        assert steps(link) == []

    def test_undoing_brings_the_questions_back(self, source: Course, owner: Any) -> None:
        link = follow(source, owner)
        before = [(question.pk, question.title) for question in questions_in(link.copy_id)]
        rewrite(quiz_of(source.pk), lambda questions: questions[0].update(title="Other"))
        sync = sync_copy(link=link, by_id=owner.pk)
        undo_sync(sync=sync, by_id=owner.pk)
        assert [(question.pk, question.title) for question in questions_in(link.copy_id)] == before
        assert steps(link) == [("lesson-changed", "content")]
