"""Beside questions: reports of learners, skills, passages, decisions on alike ones; and who may do it."""

import pytest

from edusync.assessment.bank_queries import alike_pairs, questions_like
from edusync.assessment.models import QuestionFlag, QuestionVersion, Quiz, QuizSlot
from edusync.assessment.services import start_attempt, submit_attempt
from edusync.assessment.services.bank import course_bank
from edusync.assessment.services.bank_questions import create_question, save_question
from edusync.assessment.services.passages import create_passage, set_passage
from edusync.assessment.sheets import sheet_of
from edusync.assessment.testing import choice_draft, make_quiz, stem

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt(quiz, enrollment):
    return start_attempt(quiz=quiz, enrollment=enrollment)


@pytest.fixture
def bank(course):
    return course_bank(course)


def written(bank, title, **fields):
    return create_question(bank=bank, draft=choice_draft(title, **fields), by_id=None)


def test_a_learner_reports_a_question_and_reads_the_answer(api, attempt, learner, instructor):
    route = f"/api/v1/attempts/{attempt.uuid}/flags"
    slot = sheet_of(attempt.edition).slots[1]
    body = {"slot_id": slot.id, "reason": "unclear", "text": "Which of the two?"}
    assert api(learner).post(route, body).status_code == 201
    again = api(learner).post(route, {**body, "reason": "wrong_key"}).json()
    assert (again["reason"], again["state"]) == ("wrong_key", "open")
    (row,) = api(instructor).get(f"/api/v1/quizzes/{attempt.quiz_id}/flags?state=open").json()["results"]
    assert row["text"] == "Which of the two?"
    assert learner.display_name not in str(row)
    (beside,) = api(instructor).get(f"/api/v1/bank-questions/{row['question']}/flags").json()["results"]
    assert beside["id"] == row["id"]
    given = {"state": "accepted", "answer": "You are right."}
    assert api(instructor).put(f"/api/v1/question-flags/{row['id']}", given).status_code == 200
    (own,) = api(learner).get(route).json()["results"]
    assert (own["slot_id"], own["state"], own["answer"]) == (slot.id, "accepted", "You are right.")
    api(learner).problem(api(learner).post(route, body), 409, "flag-answered")


def test_reports_are_ones_own_and_about_questions_of_the_attempt(api, attempt, learner, stranger):
    route = f"/api/v1/attempts/{attempt.uuid}/flags"
    body = {"slot_id": sheet_of(attempt.edition).slots[0].id, "reason": "broken"}
    assert api(stranger).post(route, body).status_code == 404
    assert api(stranger).get(route).status_code == 404
    assert api(learner).post(route, {**body, "slot_id": 10**9}).status_code == 404
    assert QuestionFlag.objects.count() == 0


def test_learners_examine_no_quiz_and_answer_no_report(api, attempt, learner, stranger, instructor):
    api(learner).post(
        f"/api/v1/attempts/{attempt.uuid}/flags",
        {"slot_id": sheet_of(attempt.edition).slots[0].id, "reason": "broken"},
    )
    flag = QuestionFlag.objects.get()
    for method, route in (
        ("get", f"/api/v1/quizzes/{attempt.quiz_id}/doctor"),
        ("post", f"/api/v1/quizzes/{attempt.quiz_id}/doctor"),
        ("get", f"/api/v1/quizzes/{attempt.quiz_id}/flags"),
    ):
        assert getattr(api(learner), method)(route).status_code == 403
        assert getattr(api(stranger), method)(route).status_code == 404
    body = {"state": "declined"}
    assert api(learner).put(f"/api/v1/question-flags/{flag.pk}", body).status_code == 403
    assert api(instructor).get(f"/api/v1/quizzes/{attempt.quiz_id}/doctor").status_code == 200


def test_the_doctor_counts_when_asked(api, attempt, instructor):
    submit_attempt(attempt=attempt)
    route = f"/api/v1/quizzes/{attempt.quiz_id}/doctor"
    before = api(instructor).get(route).json()
    assert (before["attempts"], before["waiting"], before["items"]) == (0, 1, [])
    after = api(instructor).post(route).json()
    assert (after["attempts"], after["waiting"], len(after["items"])) == (1, 0, 3)
    item = after["items"][0]
    assert (item["answers"], item["empty"], item["facility"]) == (1, 1, 0.0)
    assert [one["count"] for one in item["choices"]] == [0, 0, 0]


def test_lists_of_reports_do_not_cost_more_with_more_rows(
    api, attempt, learner, instructor, django_assert_max_num_queries
):
    for slot in sheet_of(attempt.edition).slots:
        api(learner).post(f"/api/v1/attempts/{attempt.uuid}/flags", {"slot_id": slot.id, "reason": "other"})
    client = api(instructor)
    client.get(f"/api/v1/quizzes/{attempt.quiz_id}/flags")
    with django_assert_max_num_queries(12):
        rows = client.get(f"/api/v1/quizzes/{attempt.quiz_id}/flags").json()["results"]
    assert len(rows) == 3


def test_skills_of_a_question_have_weights(api, bank, instructor):
    question = written(bank, "Skilled")
    route = f"/api/v1/bank-questions/{question.uuid}"
    body = {"skills": [{"name": " Reading  maps ", "weight": "0.750"}, {"name": "Counting"}]}
    care = api(instructor).put(f"{route}/skills", body).json()
    assert care["skills"] == [
        {"name": "Counting", "weight": "1.000"},
        {"name": "Reading maps", "weight": "0.750"},
    ]
    assert api(instructor).get(f"{route}/care").json()["skills"] == care["skills"]
    for wrong in ([{"name": "a"}, {"name": "A"}], [{"name": "a", "weight": 0}], [{"name": "a", "weight": 2}]):
        assert api(instructor).put(f"{route}/skills", {"skills": wrong}).status_code == 422


def test_a_passage_stays_once_a_quiz_asks_a_question_with_it(api, bank, course, instructor):
    client = api(instructor)
    made = client.post(
        f"/api/v1/question-banks/{bank.pk}/passages", {"title": "A walk", "content": stem("It rained.")}
    )
    assert made.status_code == 201
    passage = made.json()
    route = f"/api/v1/passages/{passage['id']}"
    changed = {"title": "A long walk", "content": stem("It rained all day.")}
    again = client.put(route, changed, headers={"If-Match": '"1"'}).json()
    assert (again["row_version"], again["text"]) == (2, "It rained all day.")
    assert client.put(route, changed, headers={"If-Match": '"1"'}).status_code == 412
    question = written(bank, "Did it rain?")
    care = client.put(f"/api/v1/bank-questions/{question.uuid}/passage", {"passage_id": passage["id"]}).json()
    assert care["passage_id"] == passage["id"]
    quiz = make_quiz(course=course)
    QuizSlot.objects.filter(edition=quiz.edition, position=1).update(
        question_version=QuestionVersion.objects.get(question=question)
    )
    other = {"title": "A long walk", "content": stem("The sun shone.")}
    response = client.put(route, other, headers={"If-Match": '"2"'})
    client.problem(response, 409, "passage-in-use")
    client.problem(client.delete(route), 409, "passage-in-use")
    (row,) = client.get(f"/api/v1/question-banks/{bank.pk}/passages").json()["results"]
    assert row["question_count"] == 1


def test_a_question_that_is_asked_gets_a_new_wording_with_its_passage(api, bank, course, instructor):
    client = api(instructor)
    passage = client.post(
        f"/api/v1/question-banks/{bank.pk}/passages", {"title": "A walk", "content": stem("It rained.")}
    ).json()
    quiz = make_quiz(course=course)
    version = QuizSlot.objects.filter(edition=quiz.edition)[0].question_version
    question = version.question
    client.put(f"/api/v1/bank-questions/{question.uuid}/passage", {"passage_id": passage["id"]})
    version.refresh_from_db()
    newest = QuestionVersion.objects.filter(question=question).order_by("-number")[0]
    assert (version.stimulus_id, newest.stimulus_id, newest.number) == (None, passage["id"], 2)
    assert newest.options.count() == version.options.count()
    assert (
        client.put(f"/api/v1/bank-questions/{question.uuid}/passage", {"passage_id": 10**9}).status_code
        == 422
    )


def test_a_passage_is_shown_with_its_questions_and_stays_with_later_wordings(
    api, bank, course, instructor, learner, enrollment
):
    passage = create_passage(bank=bank, title="A walk", content=stem("It rained."), by_id=None)
    question = written(bank, "Did it rain?")
    set_passage(question=question, passage=passage, by_id=None)
    version = save_question(
        question=question, draft=choice_draft("Did it rain at all?"), base_number=1, by_id=None
    )
    assert (version.number, version.stimulus_id) == (2, passage.pk)
    quiz = make_quiz(course=course, questions=[choice_draft("First"), choice_draft("Second")])
    QuizSlot.objects.filter(edition=quiz.edition, position=2).update(question_version=version)
    shown = api(learner).post(f"/api/v1/quizzes/{quiz.pk}/attempts", {}).json()
    assert [slot["passage_id"] for slot in shown["slots"]] == [None, passage.pk]
    (told,) = shown["passages"]
    assert (told["title"], told["content"]) == ("A walk", passage.content)


def test_questions_called_different_are_alike_no_more(api, bank, instructor):
    one, other = (
        written(bank, "What is the capital of Australia?"),
        written(bank, "What is the capital of Australia??"),
    )
    assert len(alike_pairs(bank.pk)) == 1
    body = {"act": "different", "question": str(other.uuid), "others": [str(one.uuid)]}
    route = f"/api/v1/question-banks/{bank.pk}/alike-decisions"
    assert api(instructor).post(route, body).json() == {"quizzes": 0, "left": 0}
    assert api(instructor).post(route, body).status_code == 200
    assert alike_pairs(bank.pk) == []
    assert questions_like(one, [bank.pk]) == []


def test_quizzes_ask_the_kept_question_in_new_attempts_only(api, bank, course, instructor, enrollment):
    quiz = make_quiz(
        course=course, questions=[choice_draft("Capital of Australia!"), choice_draft("Something else")]
    )
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    twin = QuizSlot.objects.get(edition=quiz.edition, position=1).question_version.question
    kept = written(bank, "Capital of Australia")
    body = {"act": "keep", "question": str(kept.uuid), "others": [str(twin.uuid)]}
    route = f"/api/v1/question-banks/{bank.pk}/alike-decisions"
    assert api(instructor).post(route, body).json() == {"quizzes": 1, "left": 0}
    assert api(instructor).post(route, body).json() == {"quizzes": 0, "left": 0}
    fresh = Quiz.objects.get(pk=quiz.pk)
    assert next(slot.question for slot in sheet_of(attempt.edition).slots) == twin.uuid
    assert next(slot.question for slot in sheet_of(fresh.edition).slots) == kept.uuid
    assert QuestionVersion.objects.get(question=twin).state == "retired"
    assert twin not in {row for *pair, _ in alike_pairs(bank.pk) for row in pair}


def test_a_quiz_that_asks_both_stays_as_it_is(api, bank, course, instructor):
    questions = [choice_draft("Capital of Australia"), choice_draft("Capital of Australia!")]
    quiz = make_quiz(course=course, questions=questions)
    slots = list(QuizSlot.objects.filter(edition=quiz.edition).order_by("position"))
    one, other = (slot.question_version.question for slot in slots)
    body = {"act": "keep", "question": str(one.uuid), "others": [str(other.uuid)]}
    found = api(instructor).post(f"/api/v1/question-banks/{bank.pk}/alike-decisions", body).json()
    assert found == {"quizzes": 0, "left": 1}
    assert Quiz.objects.get(pk=quiz.pk).edition == quiz.edition


def test_the_bank_tells_how_easy_a_question_was(api, bank, course, instructor, make_person):
    from edusync.assessment.doctor.counting import count_waiting
    from edusync.assessment.testing import answer_rightly
    from edusync.enrollment.services import enroll_learner

    quiz = make_quiz(course=course, questions=[choice_draft("Asked")])
    for number in range(5):
        person = make_person(f"taker-{number}")
        attempt = start_attempt(
            quiz=quiz, enrollment=enroll_learner(course_id=course.pk, learner_id=person.pk)
        )
        answer_rightly(attempt, count=1 if number < 3 else 0)
        submit_attempt(attempt=attempt)
    written(bank, "Never asked")
    count_waiting()
    rows = api(instructor).get(f"/api/v1/question-banks/{bank.pk}/questions").json()["results"]
    assert {row["text"]: row["facility"] for row in rows} == {"Asked": 0.6, "Never asked": None}
