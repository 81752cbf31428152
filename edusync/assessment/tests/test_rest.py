"""Quizzes through the API."""

from datetime import UTC, datetime, timedelta

import pytest

from edusync.assessment.models import Quiz, QuizAnswer
from edusync.assessment.services import update_quiz
from edusync.assessment.sheets import sheet_of
from edusync.assessment.testing import drafts_of_every_kind, make_quiz, right_response
from edusync.enrollment.services import enroll_learner
from edusync.kernel.clock import frozen

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def start(client, quiz):
    response = client.post(f"/api/v1/quizzes/{quiz.pk}/attempts")
    assert response.status_code == 201, response.content
    return response.json()


def put(client, attempt, slot_id, response):
    return client.put(f"/api/v1/attempts/{attempt['uuid']}/answers/{slot_id}", {"response": response})


def submit(client, attempt):
    return client.post(f"/api/v1/attempts/{attempt['uuid']}/submit")


def answer_all(client, quiz, attempt):
    for slot in sheet_of(quiz.edition).slots:
        assert put(client, attempt, slot.id, right_response(slot)).status_code == 200


@pytest.fixture
def full_quiz(course, learner):
    quiz = make_quiz(course=course, questions=drafts_of_every_kind())
    enroll_learner(course_id=course.pk, learner_id=learner.pk)
    return quiz


def test_a_learner_takes_a_quiz_from_start_to_result(api, learner, full_quiz):
    client = api(learner)
    attempt = start(client, full_quiz)
    assert [slot["kind"] for slot in attempt["slots"]] == [draft.kind for draft in drafts_of_every_kind()]
    assert all(slot["result"] is None for slot in attempt["slots"])
    answer_all(client, full_quiz, attempt)
    done = submit(client, attempt)
    assert done.status_code == 200
    body = done.json()
    assert (body["state"], body["points"], body["max_points"], body["percent"], body["is_passed"]) == (
        "submitted",
        15.0,
        15.0,
        100,
        True,
    )
    assert all(slot["result"]["is_correct"] for slot in body["slots"])
    assert body["slots"][3]["result"]["correct_text"] == "600 ± 5"


def test_nothing_that_tells_the_answer_leaves_before_submission(api, learner, full_quiz):
    client = api(learner)
    attempt = start(client, full_quiz)
    answer_all(client, full_quiz, attempt)
    pages = [
        client.get(f"/api/v1/attempts/{attempt['uuid']}").content,
        client.post(f"/api/v1/quizzes/{full_quiz.pk}/attempts").content,
        client.get(f"/api/v1/lessons/{full_quiz.lesson_id}").content,
        put(client, attempt, attempt["slots"][0]["id"], {"options": []}).content,
    ]
    text = b"".join(pages).decode()
    # The learner's own responses come back, and the variables of a formula are told.
    for given in ("secret-doc", "SECRET-Paris", '"SECRETA"'):
        text = text.replace(given, "")
    assert "SECRET" not in text
    assert '"weight"' not in text
    for name in ("tolerance", "answers", "is_true", "match_key", 'pairs":[', 'word":'):
        assert f'"{name}' not in text
    assert '"correct_options":[' not in text


def test_answers_survive_and_another_tab_sees_them(api, learner, quiz, enrollment):
    attempt = start(api(learner), quiz)
    slot = attempt["slots"][0]
    first_tab, second_tab = api(learner), api(learner)
    put(first_tab, attempt, slot["id"], {"options": [slot["options"][0]["id"]]})
    put(second_tab, attempt, slot["id"], {"options": [slot["options"][1]["id"]]})
    seen = first_tab.get(f"/api/v1/attempts/{attempt['uuid']}").json()
    assert seen["slots"][0]["response"] == {"options": [slot["options"][1]["id"]]}
    assert submit(second_tab, attempt).json()["state"] == "submitted"
    first_tab.problem(put(first_tab, attempt, slot["id"], {"options": []}), 409, "attempt-closed")
    assert submit(first_tab, attempt).json()["state"] == "submitted"


def test_an_acknowledged_answer_is_in_the_database(api, learner, quiz, enrollment):
    client = api(learner)
    attempt = start(client, quiz)
    slot = attempt["slots"][1]
    receipt = put(client, attempt, slot["id"], {"options": [slot["options"][2]["id"]]}).json()
    stored = QuizAnswer.objects.get(slot_id=slot["id"])
    assert stored.response == {"options": [slot["options"][2]["id"]]}
    assert datetime.fromisoformat(receipt["saved_at"]) == stored.answered_at
    assert receipt["notice"] == ""


def test_a_number_that_cannot_be_read_is_kept_and_told(api, learner, full_quiz):
    client = api(learner)
    attempt = start(client, full_quiz)
    numerical = attempt["slots"][3]
    assert put(client, attempt, numerical["id"], {"text": "six hundred"}).json()["notice"]
    assert put(client, attempt, numerical["id"], {"text": "600"}).json()["notice"] == ""


@pytest.mark.parametrize(
    ("response", "code"),
    [
        ({"text": "x"}, "wrong-shape"),
        ({"options": [0]}, "unknown-option"),
        ({}, "wrong-shape"),
    ],
)
def test_odd_responses_are_told(api, learner, quiz, enrollment, response, code):
    client = api(learner)
    attempt = start(client, quiz)
    body = client.problem(put(client, attempt, attempt["slots"][0]["id"], response), 422, "invalid-input")
    assert body["errors"][0]["code"] == code
    client.problem(put(client, attempt, 10**6, {"options": []}), 404)
    bare = client.put(
        f"/api/v1/attempts/{attempt['uuid']}/answers/{attempt['slots'][0]['id']}", {"response": []}
    )
    client.problem(bare, 422)


@pytest.mark.parametrize(
    ("policy", "score", "results"),
    [("after_submit", 100, True), ("score_only", 100, False), ("none", None, False)],
)
def test_the_quiz_decides_what_is_told_afterward(api, learner, full_quiz, policy, score, results):
    update_quiz(quiz=full_quiz, feedback=policy)
    client = api(learner)
    attempt = start(client, full_quiz)
    answer_all(client, full_quiz, attempt)
    body = submit(client, attempt).json()
    assert body["percent"] == score
    assert [slot["result"] is not None for slot in body["slots"]] == [results] * 14
    listed = client.get(f"/api/v1/lessons/{full_quiz.lesson_id}").json()["quiz"]["attempts"][0]
    assert listed["percent"] == score


def test_the_lesson_tells_about_its_quiz(api, learner, full_quiz):
    client = api(learner)
    update_quiz(quiz=full_quiz, attempts_allowed=3, time_limit_seconds=900)
    start(client, full_quiz)
    told = client.get(f"/api/v1/lessons/{full_quiz.lesson_id}").json()["quiz"]
    assert (told["id"], told["question_count"], told["points"]) == (full_quiz.pk, 14, 15.0)
    assert (told["attempts_allowed"], told["time_limit_seconds"], told["pass_percent"]) == (3, 900, 60)
    assert [(one["number"], one["state"], one["percent"]) for one in told["attempts"]] == [(1, "open", None)]


def test_shuffled_order_stays_the_same_for_an_attempt(api, learner, course, enrollment):
    from edusync.assessment.testing import choice_draft

    quiz = make_quiz(course=course, questions=[choice_draft(f"Q{n}") for n in range(12)], is_shuffled=True)
    client = api(learner)
    attempt = start(client, quiz)
    again = client.get(f"/api/v1/attempts/{attempt['uuid']}").json()
    assert [slot["id"] for slot in again["slots"]] == [slot["id"] for slot in attempt["slots"]]
    assert [slot["options"] for slot in again["slots"]] == [slot["options"] for slot in attempt["slots"]]
    assert sorted(slot["id"] for slot in attempt["slots"]) == [
        slot.id for slot in sheet_of(quiz.edition).slots
    ]
    assert [slot["position"] for slot in attempt["slots"]] == list(range(1, 13))


def test_looking_at_an_expired_attempt_submits_it(api, learner, quiz, enrollment):
    update_quiz(quiz=quiz, time_limit_seconds=600)
    client = api(learner)
    with frozen(NOON):
        attempt = start(client, quiz)
        assert attempt["due_at"] == "2026-03-02T12:10:00Z"
    with frozen(NOON + timedelta(minutes=11)):
        client.problem(
            put(client, attempt, attempt["slots"][0]["id"], {"options": []}), 409, "attempt-closed"
        )
        seen = client.get(f"/api/v1/attempts/{attempt['uuid']}").json()
    assert (seen["state"], seen["submitted_at"]) == ("submitted", "2026-03-02T12:10:00Z")


@pytest.mark.parametrize(
    ("actor", "start_status", "read", "answer", "hand_in"),
    [
        ("learner", 201, 200, 200, 200),
        ("stranger", 404, 404, 404, 404),
        ("instructor", 403, 200, 404, 404),
        ("admin", 403, 200, 404, 404),
        ("outsider", 404, 404, 404, 404),
        (None, 401, 401, 401, 401),
    ],
)
def test_who_may_do_what(request, api, learner, quiz, enrollment, actor, start_status, read, answer, hand_in):
    attempt = start(api(learner), quiz)
    client = api(request.getfixturevalue(actor) if actor else None)
    assert client.post(f"/api/v1/quizzes/{quiz.pk}/attempts").status_code == start_status
    assert client.get(f"/api/v1/attempts/{attempt['uuid']}").status_code == read
    slot = attempt["slots"][0]
    assert put(client, attempt, slot["id"], {"options": []}).status_code == answer
    assert submit(client, attempt).status_code == hand_in


def test_submitting_by_the_api_stays_within_its_budget(
    api, learner, full_quiz, django_assert_max_num_queries
):
    client = api(learner)
    attempt = start(client, full_quiz)
    answer_all(client, full_quiz, attempt)
    # Ten statements, and four for the savepoints of a test that runs inside a transaction.
    with django_assert_max_num_queries(14):
        submit(client, attempt)


def test_an_unknown_quiz_is_not_there(api, learner, quiz, enrollment):
    client = api(learner)
    client.problem(client.post("/api/v1/quizzes/999999/attempts"), 404)
    client.problem(client.get("/api/v1/attempts/01890000-0000-7000-8000-000000000000"), 404)
    assert Quiz.objects.count() == 1
