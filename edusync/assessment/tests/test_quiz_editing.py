"""Authors read and write a whole quiz; learners never see its keys."""

import pytest

from edusync.assessment.models import QuestionVersion, Quiz
from edusync.assessment.services import start_attempt
from edusync.assessment.testing import make_quiz
from edusync.courses.services import add_lesson
from edusync.courses.testing import make_course
from edusync.enrollment.testing import make_enrollment


def text(words):
    return {"version": 1, "blocks": [{"id": "b1", "type": "text", "html": f"<p>{words}</p>"}]}


def single(words="Which soil is it?", **changes):
    options = [{"html": "Loam", "weight": "1"}, {"html": "Sand", "weight": "0", "feedback": "Too coarse."}]
    return {
        "kind": "single_choice",
        "points": "2",
        "stem": text(words),
        "settings": {},
        "options": options,
        **changes,
    }


@pytest.fixture
def course(organization, instructor):
    return make_course("Soil", modules=1, lessons=1, created_by_id=instructor.pk)


@pytest.fixture
def lesson(course):
    return add_lesson(module=course.modules.get(), kind="quiz", title="Check")


def address(lesson):
    return f"/api/v1/lessons/{lesson.pk}/quiz"


def put(client, lesson, body, version=0):
    return client.put(address(lesson), body, headers={"If-Match": f'"{version}"'})


def test_a_new_quiz_starts_empty_and_is_written_as_a_whole(api, instructor, lesson):
    client = api(instructor)
    empty = client.get(address(lesson)).json()
    assert (empty["row_version"], empty["questions"], empty["pass_percent"]) == (0, [], 60)
    saved = put(client, lesson, {"pass_percent": 80, "questions": [single()]})
    assert saved.status_code == 200, saved.content
    body = saved.json()
    assert (body["pass_percent"], body["questions"][0]["options"][1]["feedback"]) == (80, "Too coarse.")
    assert client.get(address(lesson)).json() == body
    assert saved.headers["Cache-Control"] == "no-store"


def test_saving_the_same_again_makes_no_new_wording(api, instructor, lesson):
    client = api(instructor)
    body = put(client, lesson, {"questions": [single()]}).json()
    again = put(client, lesson, {**body}, version=body["row_version"]).json()
    assert again["questions"] == body["questions"]
    assert QuestionVersion.objects.count() == 1


def test_who_began_before_goes_on_with_the_old_questions(api, instructor, learner, course, lesson):
    client = api(instructor)
    body = put(client, lesson, {"questions": [single()]}).json()
    quiz = Quiz.objects.get(lesson=lesson)
    attempt = start_attempt(quiz=quiz, enrollment=make_enrollment(learner, course))
    changed = {**body["questions"][0], "stem": text("What is it now?")}
    assert put(client, lesson, {"questions": [changed]}, version=body["row_version"]).status_code == 200
    shown = api(learner).get(f"/api/v1/attempts/{attempt.uuid}").json()["slots"][0]["stem"]
    assert "Which soil" in str(shown)
    assert QuestionVersion.objects.count() == 2


def test_two_authors_do_not_overwrite_each_other(api, instructor, lesson):
    client = api(instructor)
    put(client, lesson, {"questions": [single()]})
    client.problem(put(client, lesson, {"questions": []}, version=0), 412, "stale-version")
    client.problem(client.put(address(lesson), {"questions": []}), 428, "version-required")


def test_what_is_wrong_points_at_the_question(api, instructor, lesson):
    client = api(instructor)
    wrong = single(options=[{"html": "Loam", "weight": "0"}, {"html": "Sand", "weight": "0"}])
    problem = client.problem(put(client, lesson, {"questions": [single(), wrong]}), 422, "invalid-input")
    assert all(error["pointer"].startswith("/questions/1/") for error in problem["errors"])
    problem = client.problem(
        put(client, lesson, {"questions": [{**single(), "kind": "riddle"}]}), 422, "invalid-input"
    )
    assert problem["errors"][0]["pointer"] == "/questions/0/kind"


def test_html_of_authors_is_cleaned(api, instructor, lesson):
    bad = single(
        explanation="<b>so</b><script>x()</script>",
        options=[{"html": "<img src=x onerror=x()>A", "weight": 1}, {"html": "B", "weight": 0}],
    )
    question = put(api(instructor), lesson, {"questions": [bad]}).json()["questions"][0]
    assert (question["explanation"], question["options"][0]["html"]) == ("<b>so</b>", "A")


def test_only_those_who_write_the_course_see_the_keys(api, learner, stranger, outsider, instructor, course):
    quiz = make_quiz(course=course)
    make_enrollment(learner, course)
    place = f"/api/v1/lessons/{quiz.lesson_id}/quiz"
    api(learner).problem(api(learner).get(place), 403, "forbidden")
    for person in (stranger, outsider):
        assert api(person).get(place).status_code in {403, 404}
    assert api().get(place).status_code in {401, 404}
    assert api(instructor).get(place).status_code == 200


@pytest.mark.parametrize(
    ("question", "response", "share"),
    [
        (single(), {"options": [1]}, 1),
        (single(), {"options": [2]}, 0),
        (
            {
                **single(options=[]),
                "kind": "numerical",
                "settings": {"answers": [{"value": "6.5", "tolerance": "0.5"}]},
            },
            {"text": "6,8"},
            1,
        ),
        (
            {
                **single(options=[]),
                "kind": "text",
                "settings": {"answers": [{"text": "lo.m", "is_pattern": True}]},
            },
            {"text": "Loam"},
            1,
        ),
    ],
)
def test_an_answer_can_be_tried_before_anything_is_saved(api, instructor, lesson, question, response, share):
    client = api(instructor)
    tried = client.post(f"{address(lesson)}/try", {"question": question, "response": response})
    assert tried.json()["share"] == share
    assert not Quiz.objects.exists()


def test_a_question_that_cannot_be_scored_says_why(api, instructor, lesson):
    client = api(instructor)
    question = {
        **single(options=[]),
        "kind": "text",
        "settings": {"answers": [{"text": "(", "is_pattern": True}]},
    }
    answer = client.post(f"{address(lesson)}/try", {"question": question, "response": {"text": "x"}})
    problem = client.problem(answer, 422, "invalid-input")
    assert problem["errors"][0]["pointer"] == "/question/settings/answers/0/text"


def test_a_lesson_of_another_kind_has_no_quiz(api, instructor, course):
    page = course.lessons.first()
    api(instructor).problem(api(instructor).get(address(page)), 422, "lesson-kind-mismatch")


def test_reading_costs_the_same_however_many_questions(
    api, instructor, lesson, django_assert_max_num_queries
):
    client = api(instructor)
    put(client, lesson, {"questions": [single(f"Question {number}") for number in range(30)]})
    client.get(address(lesson))
    with django_assert_max_num_queries(8):
        assert len(client.get(address(lesson)).json()["questions"]) == 30
