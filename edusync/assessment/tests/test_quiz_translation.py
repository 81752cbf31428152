"""Quizzes and practice questions in other languages: what translators see, what learners are asked, what copies carry."""

import json
from typing import Any

import pytest

from edusync.assessment.drafts import OptionDraft, QuestionDraft
from edusync.assessment.models import Question, QuizAnswer
from edusync.assessment.services.practice import create_practice_question
from edusync.assessment.services.quiz_editing import quiz_for_authors, save_quiz
from edusync.assessment.sheets import sheet_of
from edusync.assessment.testing import choice_draft, drafts_of_every_kind, make_quiz, right_response
from edusync.courses.models import Course, Lesson, Page
from edusync.courses.models.translation import Translation
from edusync.courses.services import set_page_document
from edusync.courses.snapshots import apply_snapshot, build_from_snapshot, take_snapshot
from edusync.enrollment.services import enroll_learner

pytestmark = pytest.mark.django_db


def part_address(lesson: Lesson, language: str = "ta") -> str:
    return f"/api/v1/courses/{lesson.course.slug}/translations/{language}/parts/lesson-{lesson.pk}"


def listed(client: Any, lesson: Lesson) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(part_address(lesson)).json()["pieces"]
    return found


def translate_all(client: Any, lesson: Lesson, *, state: str = "ready", mark: str = "ta") -> None:
    """Every text of the lesson gets the translation `<mark>:<its words>`."""
    rows = [
        {
            "entity": piece["entity"],
            "entity_id": piece["entity_id"],
            "field": piece["field"],
            "text": f"{mark}:{piece['source']}"
            if piece["kind"] != "html"
            else in_words(piece["source"], mark),
            "state": state,
            "row_version": piece["row_version"],
        }
        for piece in listed(client, lesson)
    ]
    answer = client.put(part_address(lesson), {"pieces": rows})
    assert answer.status_code == 200, answer.content


def in_words(html: str, mark: str) -> str:
    return html.replace("<p>", f"<p>{mark}:", 1) if html.startswith("<p>") else f"{mark}:{html}"


def offer(client: Any, course: Course) -> None:
    answer = client.put(f"/api/v1/courses/{course.slug}/translations/ta", {"is_offered": True})
    assert answer.status_code == 200


def take(client: Any, quiz: Any, *, language: str = "ta") -> dict[str, Any]:
    body: dict[str, Any] = client.post(f"/api/v1/quizzes/{quiz.pk}/attempts?language={language}").json()
    return body


def answer_all(client: Any, quiz: Any, attempt: dict[str, Any]) -> None:
    for slot in sheet_of(quiz.edition).slots:
        address = f"/api/v1/attempts/{attempt['uuid']}/answers/{slot.id}"
        assert client.put(address, {"response": right_response(slot)}).status_code == 200


@pytest.fixture
def full_quiz(course: Course, learner: Any) -> Any:
    quiz = make_quiz(course=course, questions=drafts_of_every_kind(), introduction="<p>Take your time.</p>")
    enroll_learner(course_id=course.pk, learner_id=learner.pk)
    return quiz


@pytest.fixture
def translated(api: Any, instructor: Any, course: Course, full_quiz: Any) -> Any:
    client = api(instructor)
    translate_all(client, full_quiz.lesson)
    offer(client, course)
    return full_quiz


def test_translators_see_every_text_of_a_quiz_and_no_accepted_answer(
    api: Any, instructor: Any, full_quiz: Any
) -> None:
    pieces = listed(api(instructor), full_quiz.lesson)
    labels = [piece["label"] for piece in pieces]
    assert labels[:3] == ["title", "introduction", "text"]
    assert {"option", "option_feedback", "explanation", "feedback_correct"} <= set(labels)
    assert {"unselected_feedback", "answer_feedback"} <= set(labels)
    sources = json.dumps([piece["source"] for piece in pieces])
    assert "SECRET-600" in sources  # feedback is to be translated …
    assert "SECRET-DOC" not in sources  # … what is accepted is not
    assert "SECRETA" not in sources


def test_a_learner_is_asked_in_the_language_and_earns_the_same(
    api: Any, learner: Any, translated: Any
) -> None:
    client = api(learner)
    shown = client.get(f"/api/v1/lessons/{translated.lesson_id}?language=ta").json()
    assert shown["quiz"]["introduction"] == "<p>ta:Take your time.</p>"
    attempt = take(client, translated)
    first = attempt["slots"][0]
    assert first["stem"]["blocks"][0]["html"] == "<p>ta:Capital of Australia</p>"
    assert [option["html"] for option in first["options"]] == ["ta:Sydney", "ta:Canberra", "ta:Perth"]
    assert [option["id"] for option in first["options"]] == [
        choice.id for choice in sheet_of(translated.edition).slots[0].choices
    ]
    answer_all(client, translated, attempt)
    done = client.post(f"/api/v1/attempts/{attempt['uuid']}/submit?language=ta").json()
    assert (done["points"], done["is_passed"]) == (15.0, True)
    assert done["slots"][0]["result"]["feedback"] == "<p>ta:Yes.</p><p>ta:SECRET-PRAISE</p>"
    assert done["slots"][0]["result"]["explanation"] == "<p>ta:SECRET-EXPLANATION</p>"
    own = client.get(f"/api/v1/attempts/{attempt['uuid']}").json()
    assert own["slots"][0]["result"]["feedback"] == "<p>Yes.</p><p>SECRET-PRAISE</p>"
    assert QuizAnswer.objects.filter(feedback__contains="ta:").count() == 0


def test_nothing_tells_the_key_before_submitting_in_any_language(
    api: Any, learner: Any, translated: Any
) -> None:
    client = api(learner)
    attempt = take(client, translated)
    address = f"/api/v1/attempts/{attempt['uuid']}"
    for answer in (client.get(f"{address}?language=ta"), client.get(address)):
        assert "SECRET" not in answer.content.decode().replace("SECRETA", "")


def test_drafts_and_languages_not_offered_are_not_asked(
    api: Any, instructor: Any, learner: Any, course: Course, full_quiz: Any
) -> None:
    client, reader = api(instructor), api(learner)
    translate_all(client, full_quiz.lesson, state="draft")
    offer(client, course)
    assert "ta:" not in json.dumps(take(reader, full_quiz))
    translate_all(client, full_quiz.lesson)
    assert "ta:" in json.dumps(take(reader, full_quiz))
    client.put(f"/api/v1/courses/{course.slug}/translations/ta", {"is_offered": False})
    assert "ta:" not in json.dumps(take(reader, full_quiz))


def rewritten(quiz: Any, change: Any) -> None:
    lesson = Lesson.objects.get(pk=quiz.lesson_id)
    data = quiz_for_authors(lesson=lesson)
    version = data.pop("row_version")
    data.pop("lesson_id")
    change(data["questions"])
    save_quiz(lesson=lesson, data=data, base_version=version, by_id=None)
    quiz.refresh_from_db()


def test_a_changed_question_is_asked_in_its_own_words_until_the_translator_looked(
    api: Any, instructor: Any, learner: Any, translated: Any
) -> None:
    client, reader = api(instructor), api(learner)
    old = take(reader, translated)

    def change(questions: list[dict[str, Any]]) -> None:
        questions[0]["stem"]["blocks"][0]["html"] = "<p>Capital of Canada</p>"
        questions[0]["options"][1]["html"] = "Ottawa"

    rewritten(translated, change)
    address = f"/api/v1/attempts/{old['uuid']}"
    assert reader.get(f"{address}?language=ta").json()["slots"] == old["slots"]
    reader.post(f"{address}/submit")
    fresh = take(reader, translated)["slots"][0]
    assert fresh["stem"]["blocks"][0]["html"] == "<p>Capital of Canada</p>"
    assert [option["html"] for option in fresh["options"]] == ["ta:Sydney", "Ottawa", "ta:Perth"]
    outdated = [piece["label"] for piece in listed(client, translated.lesson) if piece["is_outdated"]]
    assert outdated == ["text", "option"]
    translate_all(client, translated.lesson, mark="new")
    again = take(reader, translated)["slots"][0]
    assert [option["html"] for option in again["options"]] == ["new:Sydney", "new:Ottawa", "new:Perth"]
    kept = reader.get(f"{address}?language=ta").json()["slots"][0]
    assert [option["html"] for option in kept["options"]] == ["new:Sydney", "Canberra", "new:Perth"]


def test_choices_in_another_order_keep_their_words(api: Any, learner: Any, translated: Any) -> None:
    rewritten(translated, lambda questions: questions[0]["options"].reverse())
    shown = take(api(learner), translated)["slots"][0]["options"]
    assert [option["html"] for option in shown] == ["ta:Perth", "ta:Canberra", "ta:Sydney"]


def test_how_far_a_translation_is_counts_the_questions(
    api: Any, instructor: Any, course: Course, translated: Any
) -> None:
    overview = api(instructor).get(f"/api/v1/courses/{course.slug}/translations/ta").json()
    (part,) = [part for part in overview["parts"] if part["key"] == f"lesson-{translated.lesson_id}"]
    assert part["total"] == part["ready"] == len(listed(api(instructor), translated.lesson))
    assert part["total"] > 20


def test_copies_ask_in_the_language_too(api: Any, instructor: Any, learner: Any, translated: Any) -> None:
    source = Course.objects.get(pk=translated.lesson.course_id)
    copy = build_from_snapshot(
        take_snapshot(source), organization_id=source.organization_id, created_by_id=instructor.pk
    )
    lesson = Lesson.objects.get(course=copy, kind="quiz")
    found = listed(api(instructor), lesson)
    assert {piece["state"] for piece in found} == {"ready"}
    assert not any(piece["is_outdated"] for piece in found)
    assert {piece["field"] for piece in found}.isdisjoint(
        piece["field"]
        for piece in listed(api(instructor), translated.lesson)
        if "question/" in piece["field"]
    )


def test_versions_bring_translations_of_questions_back(api: Any, instructor: Any, translated: Any) -> None:
    course = Course.objects.get(pk=translated.lesson.course_id)
    before = take_snapshot(course)
    Translation.objects.filter(course=course).delete()
    apply_snapshot(course, before)
    assert take_snapshot(course) == before
    assert {piece["state"] for piece in listed(api(instructor), translated.lesson)} == {"ready"}


def test_practice_questions_of_a_page_are_translated_with_it(
    api: Any, instructor: Any, learner: Any, course: Course
) -> None:
    lesson = Lesson.objects.get(course=course, kind="page")
    question = create_practice_question(lesson=lesson, draft=choice_draft("Which city?"), by_id=None)
    set_page_document(
        lesson=lesson,
        document={"version": 1, "blocks": [{"id": "q", "type": "question", "question": str(question.uuid)}]},
    )
    enroll_learner(course_id=course.pk, learner_id=learner.pk)
    client, reader = api(instructor), api(learner)
    assert Page.objects.filter(lesson=lesson).exists()
    translate_all(client, lesson)
    offer(client, course)
    asked = reader.get(f"/api/v1/lessons/{lesson.pk}/practice-questions?language=ta").json()["results"][0]
    assert [option["html"] for option in asked["options"]] == ["ta:Sydney", "ta:Canberra", "ta:Perth"]
    body = {"lesson_id": lesson.pk, "response": {"options": [asked["options"][0]["id"]]}}
    address = f"/api/v1/practice-questions/{question.uuid}/answer"
    assert reader.post(f"{address}?language=ta", body).json()["feedback"] == (
        "<p>ta:The largest city is not the capital.</p>"
    )
    assert reader.post(address, body).json()["feedback"] == "<p>The largest city is not the capital.</p>"
    assert Question.objects.filter(pk=question.pk).exists()


def test_more_questions_cost_no_more_queries(
    api: Any, instructor: Any, course: Course, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        drafts = [
            QuestionDraft(
                kind="single_choice",
                stem=choice_draft(f"Question {number}-{place}").stem,
                options=[OptionDraft("a", 1), OptionDraft("b", 0)],
            )
            for place in range(6)
        ]
        make_quiz(course=course, questions=drafts)
    client = api(instructor)
    client.get(f"/api/v1/courses/{course.slug}/translations/ta")
    with django_assert_max_num_queries(22):
        answer = client.get(f"/api/v1/courses/{course.slug}/translations/ta")
    assert answer.status_code == 200
