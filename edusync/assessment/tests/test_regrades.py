"""A key that changed: who would change is told first, then all attempts follow, and it can be taken back."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import OperationalError

from edusync.assessment.drafts import OptionDraft, QuestionDraft
from edusync.assessment.models import Question, QuestionOption, QuestionVersion, QuizAttempt, Regrade
from edusync.assessment.services import regrading, save_answer, start_attempt, submit_attempt
from edusync.assessment.sheets import sheet_of
from edusync.assessment.testing import choice_draft, make_quiz, stem
from edusync.enrollment.models import Enrollment
from edusync.enrollment.services import enroll_learner
from edusync.grading.models import Grade, GradeEvent
from edusync.kernel.testing import run_worker

pytestmark = pytest.mark.django_db

TWO = [choice_draft("First"), choice_draft("Second")]


@pytest.fixture
def quiz(course: Any) -> Any:
    return make_quiz(course=course, questions=TWO, pass_percent=60)


def taken(quiz: Any, person: Any, *places: int) -> QuizAttempt:
    """A submitted attempt that chose these places, one a question."""
    place = {"course_id": quiz.lesson.course_id, "learner_id": person.pk}
    enrollment = Enrollment.objects.filter(**place).first() or enroll_learner(**place)
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    for slot, place in zip(sheet_of(attempt.edition).slots, places, strict=True):
        save_answer(attempt=attempt, slot_id=slot.id, response={"options": [slot.choices[place].id]})
    return submit_attempt(attempt=attempt)


def new_key(quiz: Any, right: int) -> Question:
    """The first question with another right option, as a new wording."""
    question = Question.objects.get(uuid=sheet_of(quiz.edition).slots[0].question)
    old = question.versions.get(number=1)
    version = QuestionVersion.objects.create(question=question, number=2, stem=old.stem, points=old.points)
    for option in old.options.all():
        QuestionOption.objects.create(
            version=version, position=option.position, html=option.html, weight=option.position == right + 1
        )
    return question


def regraded(quiz: Any, question: Question, by: Any, act: str = "key", **options: Any) -> Regrade:
    """A regrade that was applied."""
    regrade = regrading.request_regrade(quiz=quiz, question=question, act=act, by_id=by.pk, **options)
    run_worker()
    regrading.apply_regrade(regrade=regrade, by_id=by.pk)
    run_worker()
    return Regrade.objects.get(pk=regrade.pk)


def points_of(attempt: QuizAttempt) -> tuple[Any, ...]:
    row = QuizAttempt.objects.get(pk=attempt.pk)
    return row.points, row.max_points, row.is_passed


def test_a_preview_tells_who_changes_and_changes_nobody(
    quiz: Any, make_person: Any, instructor: Any, api: Any
) -> None:
    winner, loser = taken(quiz, make_person("ada"), 0, 1), taken(quiz, make_person("bob"), 1, 1)
    taken(quiz, make_person("cyd"), 2, 0)
    question = new_key(quiz, right=0)
    sent = api(instructor).post(
        f"/api/v1/quizzes/{quiz.pk}/regrades", {"question": str(question.uuid), "act": "key"}
    )
    assert sent.status_code == 201, sent.content
    run_worker()
    shown = api(instructor).get(f"/api/v1/regrades/{sent.json()['uuid']}").json()
    assert (shown["state"], shown["total"], shown["done"], shown["changed"]) == ("ready", 3, 3, 2)
    assert (shown["raised"], shown["lowered"], shown["now_passing"], shown["now_failing"]) == (1, 1, 1, 1)
    assert points_of(winner) == (Decimal(1), Decimal(2), False)
    assert points_of(loser) == (Decimal(2), Decimal(2), True)
    page = api(instructor).get(f"/api/v1/regrades/{shown['uuid']}/changes").json()
    assert [(one["points_before"], one["points_after"]) for one in page["results"]] == [
        (1.0, 2.0),
        (2.0, 1.0),
    ]
    table = api(instructor).get(f"/api/v1/regrades/{shown['uuid']}/changes.csv")
    assert len(b"".join(table.streaming_content).splitlines()) == 3


def test_applying_scores_every_attempt_and_undoing_scores_it_as_before(
    quiz: Any, make_person: Any, instructor: Any
) -> None:
    winner, loser = taken(quiz, make_person("ada"), 0, 1), taken(quiz, make_person("bob"), 1, 1)
    regrade = regraded(quiz, new_key(quiz, right=0), instructor)
    assert (regrade.state, regrade.done) == ("applied", 2)
    assert points_of(winner) == (Decimal(2), Decimal(2), True)
    assert points_of(loser) == (Decimal(1), Decimal(2), False)
    assert sorted(Grade.objects.values_list("points", flat=True)) == [Decimal(1), Decimal(2)]
    assert GradeEvent.objects.count() == 4
    regrading.undo_regrade(regrade=regrade, by_id=instructor.pk)
    run_worker()
    assert points_of(winner) == (Decimal(1), Decimal(2), False)
    assert Regrade.objects.get(pk=regrade.pk).state == "undone"


def test_an_attempt_handed_in_later_is_scored_by_the_key_that_holds(
    quiz: Any, make_person: Any, instructor: Any, api: Any
) -> None:
    taken(quiz, make_person("ada"), 0, 1)
    regraded(quiz, new_key(quiz, right=0), instructor)
    later = make_person("bob")
    attempt = taken(quiz, later, 0, 1)
    assert points_of(attempt)[0] == Decimal(2)
    result = api(later).get(f"/api/v1/attempts/{attempt.uuid}").json()["slots"][0]["result"]
    assert result["correct_options"] == [sheet_of(quiz.edition).slots[0].choices[0].id]


def test_only_raising_lowers_nobody(quiz: Any, make_person: Any, instructor: Any) -> None:
    winner, loser = taken(quiz, make_person("ada"), 0, 1), taken(quiz, make_person("bob"), 1, 1)
    regraded(quiz, new_key(quiz, right=0), instructor, is_only_raised=True)
    assert (points_of(winner)[0], points_of(loser)[0]) == (Decimal(2), Decimal(2))


@pytest.mark.parametrize(("act", "points"), [("full", (2, 2, True)), ("drop", (1, 1, True))])
def test_a_bad_question_gives_everybody_its_points_or_counts_for_nothing(
    quiz: Any, make_person: Any, instructor: Any, act: str, points: tuple[Any, ...]
) -> None:
    attempt = taken(quiz, make_person("ada"), 0, 1)
    question = Question.objects.get(uuid=sheet_of(quiz.edition).slots[0].question)
    regraded(quiz, question, instructor, act)
    assert points_of(attempt) == points


def test_what_cannot_be_regraded_is_told(
    course: Any, quiz: Any, learner: Any, instructor: Any, api: Any
) -> None:
    taken(quiz, learner, 0, 1)
    question = Question.objects.get(uuid=sheet_of(quiz.edition).slots[0].question)
    url = f"/api/v1/quizzes/{quiz.pk}/regrades"
    refused = api(instructor).post(url, {"question": str(question.uuid), "act": "key"})
    assert refused.json()["code"] == "nothing-to-regrade"
    assert api(instructor).post(url, {"question": str(question.uuid), "act": "full"}).status_code == 201
    second = api(instructor).post(url, {"question": str(question.uuid), "act": "drop"})
    assert second.json()["code"] == "regrade-running"
    alone = make_quiz(course=course, questions=[choice_draft("Alone")])
    taken(alone, learner, 0)
    only = str(sheet_of(alone.edition).slots[0].question)
    left = api(instructor).post(f"/api/v1/quizzes/{alone.pk}/regrades", {"question": only, "act": "drop"})
    assert left.json()["code"] == "nothing-would-be-left"
    assert api(learner).get(url).status_code == 403


def test_batches_go_on_where_they_stopped(
    quiz: Any, make_person: Any, instructor: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(regrading, "SCORED_AT_ONCE", 2)
    monkeypatch.setattr(regrading, "PREVIEWED_AT_ONCE", 2)
    attempts = [taken(quiz, make_person(f"p{number}"), 0, 1) for number in range(5)]
    question = new_key(quiz, right=0)
    regrade = regrading.request_regrade(quiz=quiz, question=question, act="key", by_id=instructor.pk)
    run_worker()
    regrading.apply_regrade(regrade=regrade, by_id=instructor.pk)
    # A batch that is delivered twice is done once.
    regrading.step_regrade(regrade_id=regrade.pk)
    run_worker()
    done = Regrade.objects.get(pk=regrade.pk)
    assert (done.state, done.done, done.changes.count()) == ("applied", 5, 5)
    assert {points_of(one)[0] for one in attempts} == {Decimal(2)}


def test_options_are_found_by_their_words(course: Any, learner: Any, instructor: Any) -> None:
    draft = QuestionDraft(
        kind="multiple_choice", stem=stem("Even?"), options=[OptionDraft("1"), OptionDraft("2", 1)]
    )
    quiz = make_quiz(course=course, questions=[draft, choice_draft()])
    attempt = taken(quiz, learner, 0, 1)
    question = Question.objects.get(uuid=sheet_of(quiz.edition).slots[0].question)
    version = QuestionVersion.objects.create(question=question, number=2, stem=stem("Odd?"))
    QuestionOption.objects.create(version=version, position=1, html="2", weight=0)
    QuestionOption.objects.create(version=version, position=2, html="1", weight=1)
    regraded(quiz, question, instructor)
    assert points_of(attempt)[0] == Decimal(2)


def test_a_step_that_fails_says_why_and_goes_on_where_it_stopped(
    quiz: Any, make_person: Any, api: Any, instructor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ada", "bob"):
        taken(quiz, make_person(name), 1, 1)
    question = new_key(quiz, right=0)
    regrade = regrading.request_regrade(quiz=quiz, question=question, act="key", by_id=instructor.pk)
    run_worker()
    regrading.apply_regrade(regrade=Regrade.objects.get(pk=regrade.pk), by_id=instructor.pk)

    def broken(*_: Any) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(regrading, "_score", broken)
        with pytest.raises(OSError, match="full"):
            regrading.step_regrade(regrade_id=regrade.pk)
    client, url = api(instructor), f"/api/v1/regrades/{regrade.uuid}"
    told = client.get(url).json()
    assert (told["state"], told["failure"], told["done"]) == ("applying", "storage", 0)
    assert told["failed_at"] is not None
    # What a release before wrote is no text for teachers either.
    Regrade.objects.filter(pk=regrade.pk).update(failure="OSError: /srv/school is full")
    assert client.get(url).json()["failure"] == "unexpected"
    again = client.post(f"{url}/retry").json()
    assert (again["failed_at"], again["failure"]) == (None, "")
    assert client.post(f"{url}/retry").status_code == 409
    run_worker()
    done = client.get(url).json()
    assert (done["state"], done["done"], done["failed_at"]) == ("applied", 2, None)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OperationalError("(1205, 'Lock wait timeout exceeded')"), "database"),
        (PermissionError("/srv/school/files"), "storage"),
        (KeyError("slot 7 of ada@example.org"), "unexpected"),
    ],
)
def test_teachers_are_told_a_kind_of_cause_and_no_words_of_the_program(error: Exception, told: str) -> None:
    assert regrading.failure_of(error) == told
