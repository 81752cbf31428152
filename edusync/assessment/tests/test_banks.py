"""Question banks: who sees which, questions in them, categories, tags, alike ones."""

import uuid
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from edusync.assessment.models import Question, QuestionBank, QuestionCategory, QuestionVersion, QuizSlot
from edusync.assessment.services.bank import create_bank, create_category, open_own_bank
from edusync.assessment.services.bank_backfill import fill_question_bank
from edusync.assessment.services.bank_questions import Entry, create_question, create_questions
from edusync.assessment.testing import choice_draft, drafts_of_every_kind, make_quiz, stem
from edusync.courses.testing import make_course

BANKS = "/api/v1/question-banks"


@pytest.fixture
def bank(organization: Any) -> QuestionBank:
    return create_bank(title="Sciences", by_id=None)


def sent(text: str = "What is 2 + 2?", **changes: Any) -> dict[str, Any]:
    return {
        "kind": "true_false",
        "title": "",
        "points": "1",
        "stem": stem(text),
        "settings": {"is_true": True},
        "options": [],
        **changes,
    }


def written(client: Any, bank: QuestionBank, question: dict[str, Any], **filed: Any) -> dict[str, Any]:
    answer = client.post(f"{BANKS}/{bank.pk}/questions", {"question": question, **filed})
    assert answer.status_code == 201, answer.content
    body: dict[str, Any] = answer.json()
    return body


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("scien", ["Sciences"]),
        ("ENCES  sci", ["Sciences"]),
        ("algebra", ["Algebra"]),
        ("sciences algebra", []),
        ("100%", []),
        (" ", ["Algebra", "Sciences"]),
    ],
)
def test_banks_are_found_by_words_of_their_title_or_course(
    api: Any, bank: Any, course: Any, instructor: Any, search: str, found: list[str]
) -> None:
    make_quiz(course=course)
    answer = api(instructor).get(BANKS, {"search": search})
    assert sorted(row["title"] for row in answer.json()["results"]) == found


@pytest.mark.parametrize(
    ("person", "sees"),
    [
        ("admin", {"Sciences", "Algebra"}),
        ("instructor", {"Sciences", "Algebra", "Mine"}),
        ("learner", None),
        ("outsider", set()),
    ],
)
def test_who_sees_which_banks(
    request: pytest.FixtureRequest, api: Any, bank: Any, course: Any, instructor: Any, person: str, sees: Any
) -> None:
    make_quiz(course=course)
    open_own_bank(owner_id=instructor.pk, title="Mine")
    client = api(request.getfixturevalue(person))
    answer = client.get(BANKS)
    if sees is None:
        client.problem(answer, 403)
        return
    assert {one["title"] for one in answer.json()["results"]} == sees


def test_a_bank_of_somebody_else_is_not_there(api: Any, admin: Any, instructor: Any, learner: Any) -> None:
    own = open_own_bank(owner_id=instructor.pk, title="Mine")
    question = create_question(bank=own, draft=choice_draft(), by_id=instructor.pk)
    for client in (api(admin), api(learner)):
        for address in (
            f"{BANKS}/{own.pk}",
            f"{BANKS}/{own.pk}/questions",
            f"/api/v1/bank-questions/{question.uuid}",
            f"/api/v1/bank-questions/{question.uuid}/wordings",
            f"/api/v1/bank-questions/{question.uuid}/alike",
        ):
            assert client.get(address).status_code in (403, 404)
    api(admin).problem(api(admin).get(f"/api/v1/bank-questions/{question.uuid}"), 404)


def test_a_course_and_a_person_have_one_bank_each(api: Any, instructor: Any, course: Any) -> None:
    client = api(instructor)
    for body in ({"kind": "course", "course_id": course.pk}, {"kind": "person", "title": "Mine"}):
        ids = {client.post(BANKS, body).json()["id"] for _ in range(2)}
        assert len(ids) == 1
    foreign = make_course("Foreign")
    client.problem(client.post(BANKS, {"kind": "course", "course_id": foreign.pk}), 422)


def test_a_question_is_written_found_changed_and_reviewed(api: Any, instructor: Any, bank: Any) -> None:
    client = api(instructor)
    made = written(client, bank, sent("Water boils at 100 degrees."), tags=["Heat", "heat "])
    assert (made["state"], made["number"], made["tags"], made["usage_count"]) == ("draft", 1, ["heat"], 0)
    assert "is_true" not in str(made["preview"])
    address = f"/api/v1/bank-questions/{made['uuid']}"
    change = {"question": {**sent("Water boils at 100 °C."), "uuid": made["uuid"]}}
    client.problem(client.put(address, change), 428)
    changed = client.put(address, change, headers={"If-Match": '"1"'}).json()
    assert (changed["number"], changed["text"]) == (2, "Water boils at 100 °C.")
    client.problem(client.put(address, change, headers={"If-Match": '"1"'}), 412)
    same = client.put(address, change, headers={"If-Match": '"2"'}).json()
    assert same["number"] == 2
    wordings = client.get(f"{address}/wordings").json()["results"]
    assert [one["question"]["stem"]["blocks"][0]["html"] for one in wordings] == [
        "<p>Water boils at 100 °C.</p>",
        "<p>Water boils at 100 degrees.</p>",
    ]
    done = client.post(
        f"{BANKS}/{bank.pk}/acts", {"act": "state", "state": "approved", "questions": [made["uuid"]]}
    )
    assert done.json() == {"changed": 1}
    told = client.post(f"{address}/try", {"response": {"value": True}}).json()
    assert (told["share"], told["correct_response"]) == (1.0, {"value": True})


def test_faults_point_into_the_question(api: Any, instructor: Any, bank: Any) -> None:
    client = api(instructor)
    answer = client.post(f"{BANKS}/{bank.pk}/questions", {"question": sent(settings={})})
    problem = client.problem(answer, 422)
    assert [error["pointer"] for error in problem["errors"]] == ["/question/settings/is_true"]


def test_filters_find_by_words_kind_tag_state_and_category(api: Any, instructor: Any, bank: Any) -> None:
    client = api(instructor)
    physics = create_category(bank=bank, name="Physics", by_id=None)
    heat = create_category(bank=bank, name="Heat", parent_id=physics.pk, by_id=None)
    written(client, bank, sent("Water boils"), category_id=heat.pk, tags=["heat"])
    written(client, bank, sent("Ice floats"), category_id=physics.pk)
    written(client, bank, sent("Paris is in France"))

    def found(query: str) -> list[str]:
        rows = client.get(f"{BANKS}/{bank.pk}/questions?{query}").json()["results"]
        return sorted(row["text"] for row in rows)

    assert found("search=BOILS+water") == ["Water boils"]
    assert found("tag=Heat") == ["Water boils"]
    assert found(f"category={physics.pk}") == ["Ice floats", "Water boils"]
    assert found("category=none") == ["Paris is in France"]
    assert found("kind=matching") == []
    assert found("state=approved") == []
    detail = client.get(f"{BANKS}/{bank.pk}").json()
    assert [(one["name"], one["question_count"]) for one in detail["categories"]] == [
        ("Physics", 1),
        ("Heat", 1),
    ]
    assert detail["tags"] == ["heat"]


def test_many_are_moved_tagged_and_retired_at_once(api: Any, instructor: Any, bank: Any) -> None:
    client = api(instructor)
    ids = [written(client, bank, sent(f"Statement {number}"))["uuid"] for number in (1, 2)]
    place = create_category(bank=bank, name="Filed", by_id=None)
    act = f"{BANKS}/{bank.pk}/acts"
    assert client.post(act, {"act": "move", "questions": ids, "category_id": place.pk}).json() == {
        "changed": 2
    }
    client.post(act, {"act": "tag", "questions": ids, "add": ["a", "b"]})
    client.post(act, {"act": "tag", "questions": ids, "add": ["b"], "remove": ["A"]})
    client.post(act, {"act": "state", "questions": ids[:1], "state": "retired"})
    rows = client.get(f"{BANKS}/{bank.pk}/questions").json()["results"]
    assert [(row["uuid"], row["category_id"], row["tags"]) for row in rows] == [(ids[1], place.pk, ["b"])]
    other = create_bank(title="Other", by_id=None)
    foreign = create_question(bank=other, draft=choice_draft(), by_id=None)
    nothing = client.post(act, {"act": "state", "questions": [str(foreign.uuid)], "state": "retired"})
    assert nothing.json() == {"changed": 0}
    client.problem(client.post(act, {"act": "move", "questions": ids, "category_id": 10**6}), 422)


def test_questions_of_a_course_stay_in_its_bank(api: Any, instructor: Any, course: Any, bank: Any) -> None:
    make_quiz(course=course)
    question = Question.objects.filter(course=course).first()
    client = api(instructor)
    body = {"act": "move", "questions": [str(question.uuid)], "bank_id": bank.pk}
    client.problem(client.post(f"{BANKS}/{question.bank_id}/acts", body), 422)


def test_categories_never_form_a_ring(api: Any, instructor: Any, bank: Any) -> None:
    client = api(instructor)
    top = client.post(f"{BANKS}/{bank.pk}/categories", {"name": "Top"}).json()
    low = client.post(f"{BANKS}/{bank.pk}/categories", {"name": "Low", "parent_id": top["id"]}).json()
    address = f"/api/v1/question-categories/{top['id']}"
    client.problem(client.put(address, {"name": "Top", "parent_id": low["id"]}), 409, "category-tree")
    client.problem(client.post(f"{BANKS}/{bank.pk}/categories", {"name": "top"}), 409, "sibling-name-taken")
    client.problem(client.delete(address), 409, "category-tree")
    assert client.put(address, {"name": "Above", "parent_id": None}).json()["name"] == "Above"
    assert client.delete(f"/api/v1/question-categories/{low['id']}").status_code == 204


@pytest.mark.parametrize("way", ["ring", "other bank", "too deep"])
def test_the_database_refuses_categories_below_themselves(bank: Any, way: str) -> None:
    rows = [QuestionCategory.objects.create(bank=bank, name="0")]
    for number in range(1, 8):
        rows.append(QuestionCategory.objects.create(bank=bank, name=str(number), parent=rows[-1]))
    other = create_bank(title="Other", by_id=None)
    places = {
        "ring": {"pk": rows[0].pk, "bank": bank, "parent": rows[3]},
        "other bank": {"bank": other, "parent": rows[0]},
        "too deep": {"bank": bank, "parent": rows[-1]},
    }
    moved = QuestionCategory(name="x", created_at=rows[0].created_at, **places[way])
    with pytest.raises(DatabaseError), transaction.atomic():
        moved.save()


def test_alike_questions_are_found(api: Any, instructor: Any, bank: Any) -> None:
    client = api(instructor)
    first = written(client, bank, sent("The capital of Australia is the city of Canberra, is it not?"))
    twin = written(client, bank, sent("the capital of Australia is the city of CANBERRA - is it not"))
    near = written(client, bank, sent("The capital of Australia is the city of Canberra, is it so?"))
    written(client, bank, sent("Photosynthesis needs light."))
    found = client.get(f"/api/v1/bank-questions/{first['uuid']}/alike").json()["results"]
    assert [one["uuid"] for one in found] == [twin["uuid"], near["uuid"]]
    assert found[0]["likeness"] == 1.0 > found[1]["likeness"]
    pairs = client.get(f"{BANKS}/{bank.pk}/alike").json()["results"]
    assert {one["uuid"] for one in pairs[0]["questions"]} == {first["uuid"], twin["uuid"]}
    assert len(pairs) == 3


def test_a_shared_question_is_asked_as_it_is_and_a_changed_one_is_a_copy(
    api: Any, instructor: Any, course: Any, bank: Any
) -> None:
    client = api(instructor)
    made = written(client, bank, sent("Water boils"))
    quiz = make_quiz(course=course, questions=[])
    address = f"/api/v1/lessons/{quiz.lesson_id}/quiz"
    body = {"questions": [{**made["question"], "uuid": made["uuid"]}]}
    saved = client.put(address, body, headers={"If-Match": '"1"'})
    assert saved.status_code == 200, saved.content
    assert saved.json()["questions"][0]["uuid"] == made["uuid"]
    detail = client.get(f"/api/v1/bank-questions/{made['uuid']}").json()
    assert [(one["lesson_id"], one["number"]) for one in detail["usage"]] == [(quiz.lesson_id, 1)]
    assert detail["usage_count"] == 1
    body["questions"][0]["stem"] = stem("Water boils, always")
    copied = client.put(address, body, headers={"If-Match": '"2"'}).json()
    assert copied["questions"][0]["uuid"] != made["uuid"]
    assert QuestionVersion.objects.filter(question__uuid=made["uuid"]).count() == 1


def test_guessing_the_id_of_a_foreign_question_gives_nothing_away(
    api: Any, instructor: Any, make_person: Any, course: Any
) -> None:
    stranger = make_person("stefan", roles=("instructor",))
    theirs = create_question(
        bank=open_own_bank(owner_id=stranger.pk, title="Theirs"), draft=choice_draft(), by_id=stranger.pk
    )
    quiz = make_quiz(course=course, questions=[])
    body = {"questions": [{**sent("A guess"), "uuid": str(theirs.uuid)}]}
    answer = api(instructor).put(f"/api/v1/lessons/{quiz.lesson_id}/quiz", body, headers={"If-Match": '"1"'})
    assert answer.status_code == 200
    assert answer.json()["questions"][0]["uuid"] != str(theirs.uuid)
    assert not QuizSlot.objects.filter(question_version__question=theirs).exists()


def test_the_backfill_files_questions_from_before_banks(course: Any) -> None:
    make_quiz(course=course, questions=drafts_of_every_kind())
    texts = dict(Question.objects.values_list("pk", "text_hash"))
    Question.objects.update(bank=None, text="", text_hash="")
    QuestionBank.objects.all().delete()
    assert fill_question_bank(list(texts)) == len(texts)
    assert fill_question_bank(list(texts)) == 0
    assert dict(Question.objects.values_list("pk", "text_hash")) == texts
    assert set(Question.objects.values_list("bank__course_id", flat=True)) == {course.pk}


def test_lists_cost_the_same_however_long(
    api: Any, instructor: Any, bank: Any, django_assert_max_num_queries: Any
) -> None:
    entries = [Entry(choice_draft(f"Question {uuid.UUID(int=number)}"), None, ["t"]) for number in range(12)]
    create_questions(bank=bank, entries=entries, by_id=instructor.pk)
    client = api(instructor)
    for address, most in ((f"{BANKS}/{bank.pk}/questions", 8), (BANKS, 7), (f"{BANKS}/{bank.pk}/alike", 12)):
        client.get(address)
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
