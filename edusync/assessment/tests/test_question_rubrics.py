"""Rubrics of questions that people mark: chosen by authors, filled by markers, seen by learners, kept by copies."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from edusync.assessment.drafts import QuestionDraft
from edusync.assessment.models import (
    AnswerLevel,
    QuestionVersion,
    Quiz,
    QuizAnswer,
    QuizAttempt,
    QuizSlot,
    Rubric,
)
from edusync.assessment.question_rubrics import rubrics_in_use
from edusync.assessment.services import save_answer, start_attempt, submit_attempt, update_quiz
from edusync.assessment.services.bank import create_bank
from edusync.assessment.services.late_answers import score_again
from edusync.assessment.services.planning import put_reviews
from edusync.assessment.sheets import sheet_of
from edusync.assessment.testing import choice_draft, make_quiz, right_response, stem
from edusync.assessment.tests.assignment_rows import RUBRIC, make_rubric
from edusync.courses.services.outline.copies import copy_in_outline
from edusync.courses.snapshots import apply_snapshot, build_from_snapshot, take_snapshot
from edusync.enrollment.services import enroll_learner
from edusync.kernel.personal_data import Subject, personal_tables
from edusync.privacy.services.exports import exported_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def rubric(course: Any) -> Rubric:
    """Two criteria of four points each."""
    return make_rubric(course)


@pytest.fixture
def quiz(course: Any, rubric: Rubric) -> Quiz:
    """A choice, and an essay worth ten by the rubric."""
    essay = QuestionDraft(kind="essay", stem=stem("Why?"), points=10, rubric=str(rubric.uuid))
    return make_quiz(course=course, questions=[choice_draft(), essay], pass_percent=60)


def taken(quiz: Quiz, person: Any) -> QuizAnswer:
    """The essay of a submitted attempt whose choice is right."""
    enrollment = enroll_learner(course_id=quiz.lesson.course_id, learner_id=person.pk)
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    choice, essay = sheet_of(attempt.edition).slots
    save_answer(attempt=attempt, slot_id=choice.id, response=right_response(choice))
    save_answer(attempt=attempt, slot_id=essay.id, response={"text": "Because."})
    submit_attempt(attempt=attempt)
    return QuizAnswer.objects.select_related("attempt").get(attempt=attempt, slot_id=essay.id)


def level(rubric: Rubric, criterion: int, place: int, comment: str = "") -> dict[str, str]:
    """The level of that place (1 is worth four, 2 two, 3 nothing) in a criterion."""
    row = rubric.criteria.get(position=criterion)
    return {
        "criterion": str(row.uuid),
        "level": str(row.levels.get(position=place).uuid),
        "comment": comment,
    }


def mark(client: Any, answer: QuizAnswer, **fields: Any) -> Any:
    body = {"points": None, "base_marked_at": None, **fields}
    return client.put(f"/api/v1/quiz-answers/{answer.pk}/mark", body)


def essay_of(client: Any, answer: QuizAnswer) -> dict[str, Any]:
    slots: list[dict[str, Any]] = client.get(f"/api/v1/attempts/{answer.attempt.uuid}").json()["slots"]
    return slots[1]


def body_of(client: Any, quiz: Quiz) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/api/v1/lessons/{quiz.lesson_id}/quiz").json()
    return found


def put(client: Any, quiz: Quiz, body: dict[str, Any]) -> Any:
    version = {"If-Match": f'"{body["row_version"]}"'}
    return client.put(f"/api/v1/lessons/{quiz.lesson_id}/quiz", body, headers=version)


def test_an_author_names_a_rubric_and_saving_it_again_changes_nothing(
    api: Any, instructor: Any, quiz: Quiz, rubric: Rubric
) -> None:
    client = api(instructor)
    body = body_of(client, quiz)
    assert [one.get("rubric") for one in body["questions"]] == [None, str(rubric.uuid)]
    saved = put(client, quiz, body)
    assert saved.status_code == 200, saved.content
    assert saved.json()["questions"] == body["questions"]
    assert Quiz.objects.get(pk=quiz.pk).edition == quiz.edition


def test_another_rubric_is_another_wording(
    api: Any, instructor: Any, quiz: Quiz, rubric: Rubric, learner: Any
) -> None:
    answer = taken(quiz, learner)
    client = api(instructor)
    body = body_of(client, quiz)
    shared = make_rubric(title="For all")
    body["questions"][1]["rubric"] = str(shared.uuid)
    saved = put(client, quiz, body)
    assert saved.json()["questions"][1]["rubric"] == str(shared.uuid)
    numbers = QuestionVersion.objects.filter(question__kind="essay").order_by("number")
    assert list(numbers.values_list("number", "rubric_id")) == [(1, rubric.pk), (2, shared.pk)]
    # Whoever answered before is marked by what stood there then.
    assert mark(client, answer, levels=[level(shared, 1, 1)]).status_code == 422
    assert mark(client, answer, levels=[level(rubric, 1, 1)]).status_code == 200
    body = saved.json()
    body["questions"][1]["rubric"] = None
    assert put(client, quiz, body).json()["questions"][1].get("rubric") is None


@pytest.mark.parametrize("place", [0, 1])
def test_a_rubric_that_is_not_there_or_not_wanted_is_pointed_at(
    api: Any, instructor: Any, quiz: Quiz, rubric: Rubric, place: int
) -> None:
    client = api(instructor)
    body = body_of(client, quiz)
    other = make_rubric(quiz_course_elsewhere(quiz))
    body["questions"][place]["rubric"] = str(rubric.uuid if place == 0 else other.uuid)
    refused = put(client, quiz, body)
    assert refused.status_code == 422
    (error,) = refused.json()["errors"]
    assert error["pointer"] == f"/questions/{place}/rubric"
    assert error["code"] == ("not-by-hand" if place == 0 else "unknown-rubric")


def quiz_course_elsewhere(quiz: Quiz) -> Any:
    from edusync.courses.testing import make_course

    return make_course("Elsewhere", modules=1, lessons=1)


def test_levels_make_points_and_points_given_besides_stand(
    api: Any, instructor: Any, learner: Any, quiz: Quiz, rubric: Rubric
) -> None:
    client, answer = api(instructor), taken(quiz, learner)
    open_yet = mark(client, answer, levels=[level(rubric, 1, 1, "Clear.")]).json()
    assert (open_yet["points"], open_yet["marked_at"]) == (None, None)
    assert [(one["points"], one["comment"]) for one in open_yet["levels"]] == [(4, "Clear.")]
    both = [level(rubric, 1, 1, "Clear."), level(rubric, 2, 2)]
    whole = mark(client, answer, levels=both, remark="Good.").json()
    assert (whole["points"], whole["rubric"]) == (7.5, str(rubric.uuid))
    attempt = QuizAttempt.objects.get(pk=answer.attempt_id)
    assert (attempt.points, attempt.needs_marking) == (Decimal("8.5"), 0)
    raised = mark(client, answer, points=9, levels=both, base_marked_at=whole["marked_at"]).json()
    assert (raised["points"], len(raised["levels"])) == (9, 2)
    # Who knows nothing of rubrics leaves the levels; who takes all back takes these, too.
    kept = mark(client, answer, points=8, base_marked_at=raised["marked_at"]).json()
    assert (kept["points"], len(kept["levels"])) == (8, 2)
    gone = mark(client, answer, levels=[], base_marked_at=kept["marked_at"]).json()
    assert (gone["points"], gone["levels"]) == (None, [])
    assert mark(client, answer, levels=both).json()["points"] == 7.5
    score_again(QuizAttempt.objects.select_related("enrollment").get(pk=answer.attempt_id))
    answer.refresh_from_db()
    assert (answer.points, answer.levels.count()) == (Decimal("7.5"), 2)


def test_one_level_for_each_criterion(
    api: Any, instructor: Any, learner: Any, quiz: Quiz, rubric: Rubric
) -> None:
    twice = mark(api(instructor), taken(quiz, learner), levels=[level(rubric, 1, 1), level(rubric, 1, 2)])
    assert (twice.status_code, twice.json()["errors"][0]["pointer"]) == (422, "/levels")
    assert not AnswerLevel.objects.exists()


def test_markers_get_the_rubric_once_however_many_answers(
    api: Any,
    instructor: Any,
    make_person: Any,
    quiz: Quiz,
    rubric: Rubric,
    django_assert_max_num_queries: Any,
) -> None:
    for name in ("ada", "bob", "cyd"):
        mark(api(instructor), taken(quiz, make_person(name)), levels=[level(rubric, 1, 2, name)])
    base = f"/api/v1/quizzes/{quiz.pk}/answers-to-mark"
    (question,) = api(instructor).get(base).json()["questions"]
    assert [one["title"] for one in question["rubrics"]] == [RUBRIC["title"]]
    assert len(question["rubrics"][0]["criteria"]) == 2
    with django_assert_max_num_queries(20):
        page = api(instructor).get(f"{base}/{question['uuid']}").json()["results"]
    assert [one["levels"][0]["comment"] for one in page] == ["ada", "bob", "cyd"]
    assert {one["rubric"] for one in page} == {str(rubric.uuid)}


def test_the_learner_sees_the_filled_rubric_where_points_are_told(
    api: Any, instructor: Any, learner: Any, quiz: Quiz, rubric: Rubric
) -> None:
    answer = taken(quiz, learner)
    assert essay_of(api(learner), answer)["rubric"] is None
    both = [level(rubric, 1, 1, "SECRET-REMARK"), level(rubric, 2, 2)]
    mark(api(instructor), answer, levels=both)
    told = essay_of(api(learner), answer)["rubric"]
    assert told["rubric"]["title"] == RUBRIC["title"]
    assert [(one["points"], one["comment"]) for one in told["levels"]] == [(4, "SECRET-REMARK"), (2, "")]
    shows = {"shows_points": True, "shows_answers": True, "shows_correctness": True, "shows_feedback": False}
    phases = ("just_after", "while_open", "closed")
    put_reviews(quiz, [{"phase": phase, **shows} for phase in phases])
    update_quiz(quiz=quiz)
    page = api(learner).get(f"/api/v1/attempts/{answer.attempt.uuid}")
    assert page.json()["slots"][1]["rubric"]["levels"][0]["points"] == 4
    assert b"SECRET-REMARK" not in page.content
    put_reviews(quiz, [{"phase": phase, **shows, "shows_points": False} for phase in phases])
    update_quiz(quiz=quiz)
    assert essay_of(api(learner), answer)["rubric"] is None


def test_an_export_of_ones_data_tells_levels_as_far_as_they_are_told(
    api: Any, instructor: Any, learner: Any, quiz: Quiz, rubric: Rubric, organization: Any
) -> None:
    answer = taken(quiz, learner)
    (item,) = [one for one in personal_tables() if one.label == "assessment.AnswerLevel"]
    subject = Subject(user_id=learner.pk, organization_id=organization.pk)

    def rows() -> list[Any]:
        return [(one["points"], one["comment"]) for one in exported_rows(item, subject)]

    mark(api(instructor), answer, levels=[level(rubric, 1, 1, "Clear.")])
    assert rows() == [(None, "")]
    mark(api(instructor), answer, levels=[level(rubric, 1, 1, "Clear."), level(rubric, 2, 1)])
    assert sorted(rows()) == [("4.000", ""), ("4.000", "Clear.")]


def test_a_rubric_that_marked_keeps_its_measure_and_its_place(
    api: Any, instructor: Any, learner: Any, quiz: Quiz, rubric: Rubric
) -> None:
    client = api(instructor)
    url = f"/api/v1/rubrics/{rubric.uuid}"
    assert client.delete(url).status_code == 409
    mark(client, taken(quiz, learner), levels=[level(rubric, 1, 1)])
    other = {**RUBRIC, "criteria": RUBRIC["criteria"][:1]}
    version = {"If-Match": client.get(url).headers["ETag"]}
    refused = client.put(url, other, headers=version)
    assert (refused.status_code, refused.json()["code"]) == (409, "rubric-in-use")
    assert client.get(url).json()["is_used"] is True
    reworded = client.put(url, {**RUBRIC, "title": "Essay, reworded"}, headers=version)
    assert reworded.status_code == 200, reworded.content


def test_a_rubric_that_older_wordings_named_is_free_in_one_look(
    api: Any, instructor: Any, quiz: Quiz, rubric: Rubric, django_assert_max_num_queries: Any
) -> None:
    assert rubrics_in_use(rubric)
    version = QuestionVersion.objects.get(rubric=rubric)
    columns = [field for field in version._meta.concrete_fields if not field.primary_key]
    values = {field.attname: getattr(version, field.attname) for field in columns}
    for number in (version.number + 1, version.number + 2):
        QuestionVersion.objects.create(**values | {"number": number})
    QuestionVersion.objects.create(**values | {"number": version.number + 3, "rubric_id": None})
    QuizSlot.objects.filter(question_version=version).delete()
    with django_assert_max_num_queries(3):
        assert not rubrics_in_use(rubric)


def test_the_database_takes_no_level_of_another_rubric(
    api: Any, instructor: Any, learner: Any, quiz: Quiz, rubric: Rubric
) -> None:
    answer = taken(quiz, learner)
    mark(api(instructor), answer, levels=[level(rubric, 1, 1)])
    first, second = rubric.criteria.order_by("position")
    elsewhere = make_rubric(title="Another").criteria.get(position=1)
    for criterion, found in ((elsewhere, elsewhere.levels.first()), (second, first.levels.first())):
        with pytest.raises(DatabaseError), transaction.atomic():
            AnswerLevel.objects.create(answer=answer, criterion=criterion, level=found, points=1)
    row = AnswerLevel.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        AnswerLevel.objects.filter(pk=row.pk).update(level=second.levels.first())
    assert AnswerLevel.objects.filter(pk=row.pk).update(comment="Fine.") == 1


def test_copies_and_versions_of_the_course_bring_the_rubric(
    quiz: Quiz, rubric: Rubric, organization: Any, instructor: Any
) -> None:
    course = quiz.lesson.course
    before = take_snapshot(course)
    copy = build_from_snapshot(before, organization_id=organization.pk, created_by_id=instructor.pk)
    version = QuestionVersion.objects.get(question__course=copy, question__kind="essay")
    assert version.rubric is not None
    assert version.rubric.course_id == copy.pk
    assert version.rubric.criteria.count() == 2
    copy_in_outline(course=course, by_id=None, lesson_ids=[quiz.lesson_id])
    twins = QuestionVersion.objects.filter(question__course=course, question__kind="essay")
    assert [one.rubric_id for one in twins] == [rubric.pk, rubric.pk]
    # Putting the version back changes nothing, not even the edition.
    apply_snapshot(course, before)
    assert Quiz.objects.get(pk=quiz.pk).edition == quiz.edition


def test_a_question_of_a_bank_names_a_rubric_of_the_organization(
    api: Any, admin: Any, rubric: Rubric
) -> None:
    bank = create_bank(title="Shared", by_id=admin.pk)
    client, shared = api(admin), make_rubric(title="For all")
    question = {"kind": "essay", "points": "5", "stem": stem("Why?"), "settings": {}}
    url = f"/api/v1/question-banks/{bank.pk}/questions"
    refused = client.post(url, {"question": {**question, "rubric": str(rubric.uuid)}})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/question/rubric"
    made = client.post(url, {"question": {**question, "rubric": str(shared.uuid)}})
    assert made.status_code == 201, made.content
    assert made.json()["question"]["rubric"] == str(shared.uuid)
    # It may not go while the bank asks by it.
    assert client.delete(f"/api/v1/rubrics/{shared.uuid}").status_code == 409
    url, version = f"/api/v1/bank-questions/{made.json()['uuid']}", {"If-Match": '"1"'}
    reworded = client.put(url, {"question": {**question, "stem": stem("Why not?")}}, headers=version)
    assert reworded.json()["question"]["rubric"] == str(shared.uuid)
    version = {"If-Match": '"2"'}
    gone = client.put(url, {"question": {**question, "rubric": None}}, headers=version)
    assert gone.json()["question"]["rubric"] is None
