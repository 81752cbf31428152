"""What a copy of a course makes of dates and passages."""

import datetime as dt
from typing import Any

import pytest

from edusync.assessment.course_content import QuizContent
from edusync.assessment.models import Assignment, ExamSitting, QuestionVersion, Quiz, Stimulus
from edusync.assessment.services.bank import course_bank
from edusync.assessment.services.passages import create_passage, set_passage
from edusync.assessment.services.quiz_editing import quiz_for_authors, save_quiz
from edusync.assessment.testing import make_quiz, stem
from edusync.assessment.tests.assignment_rows import make_assignment
from edusync.assessment.tests.exam_rows import make_exam, make_sitting
from edusync.courses.models import AvailabilityRule, Course
from edusync.courses.services import rules
from edusync.courses.services.copies import CopyOptions, request_copy
from edusync.courses.snapshots import apply_snapshot, take_snapshot
from edusync.courses.testing import lessons_of, make_course
from edusync.kernel.problems import ValidationProblem

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def owner(make_person: Any) -> Any:
    return make_person("olga", roles=("instructor",))


@pytest.fixture
def source(owner: Any) -> Course:
    return make_course("Botany", created_by_id=owner.pk, modules=1, lessons=2)


def copied(source: Course, owner: Any, **options: Any) -> Any:
    copy = request_copy(source=source, options=CopyOptions(title="Botany 2", **options), by_id=owner.pk)
    assert copy.result is not None
    return copy


@pytest.mark.parametrize("has_rules", [True, False])
def test_all_dates_move_and_drip_stays(source: Course, owner: Any, has_rules: bool) -> None:
    first, second = lessons_of(source)
    rules.set_rule(target=first, tree={"type": "date", "from": "2026-03-01T00:00:00Z"})
    rules.set_rule(target=second, tree={"type": "days-after-enrollment", "days": 5})
    make_assignment(course=source, opens_at=NOON, due_at=NOON + DAY, closes_at=NOON + 2 * DAY)
    make_assignment(course=source)
    make_quiz(course=source, opens_at=NOON + DAY, closes_at=NOON + 3 * DAY)
    copy = copied(source, owner, shift_days=30, has_rules=has_rules)
    work = Assignment.objects.get(course=copy.result, due_at__isnull=False)
    assert (work.opens_at, work.due_at, work.closes_at) == tuple(NOON + n * DAY for n in (30, 31, 32))
    quiz = Quiz.objects.get(lesson__course=copy.result)
    assert (quiz.opens_at, quiz.closes_at) == (NOON + 31 * DAY, NOON + 33 * DAY)
    counts = {"assignment": 3, "quiz": 2}
    if has_rules:
        counts["rules"] = 1
        drip = AvailabilityRule.objects.get(lesson=lessons_of(copy.result)[1])
        assert drip.tree["of"] == [{"type": "days-after-enrollment", "days": 5}]
    assert copy.moved == {"days": 30, "counts": counts, "left_behind": {}}


def test_a_copy_without_a_shift_keeps_the_dates(source: Course, owner: Any) -> None:
    make_assignment(course=source, due_at=NOON)
    copy = copied(source, owner)
    assert Assignment.objects.get(course=copy.result).due_at == NOON
    assert copy.moved == {"days": 0, "counts": {}, "left_behind": {}}


def test_sittings_stay_behind_and_it_is_said(api: Any, source: Course, owner: Any) -> None:
    make_sitting(make_exam(make_quiz(course=source, closes_at=NOON + 9 * DAY)), starts_at=NOON)
    client = api(owner)
    dates = client.get(f"/api/v1/courses/{source.slug}/copy-dates").json()
    assert dates == {
        "first_at": "2026-03-10T12:00:00Z",
        "counts": {"quiz": 1},
        "left_behind": {"sittings": 1},
    }
    body = {"title": "Next year", "shift_days": 365}
    made = client.post(f"/api/v1/courses/{source.slug}/copies", body).json()
    assert made["moved"] == {"days": 365, "counts": {"quiz": 1}, "left_behind": {"sittings": 1}}
    assert ExamSitting.objects.count() == 1


def test_who_may_not_copy_is_told_no_dates(
    api: Any, source: Course, learner: Any, outsider: Any, make_person: Any
) -> None:
    path = f"/api/v1/courses/{source.slug}/copy-dates"
    assert api(learner).get(path).status_code == 403
    assert api(make_person("ottilie", roles=("instructor",))).get(path).status_code == 403
    assert api(outsider).get(path).status_code in (403, 404)


def with_passage(course: Course) -> Quiz:
    """A quiz of three questions, two of which share a passage."""
    quiz = make_quiz(course=course)
    passage = create_passage(bank=course_bank(course), title="A poem", content=stem("Roses."), by_id=None)
    for slot in quiz.slots.order_by("position")[:2]:
        question = slot.question_version.question
        # Straight into the wording that is asked: `set_passage` would make another one.
        QuestionVersion.objects.filter(pk=slot.question_version_id).update(stimulus=passage)
        assert set_passage(question=question, passage=passage, by_id=None).stimulus_id == passage.pk
    return quiz


def passages_of(course: Course) -> list[int | None]:
    quiz = Quiz.objects.get(lesson__course=course)
    slots = quiz.slots.filter(edition=quiz.edition).order_by("position")
    return [slot.question_version.stimulus_id for slot in slots.select_related("question_version")]


def test_a_copy_has_the_passages_of_its_questions_in_its_own_bank(source: Course, owner: Any) -> None:
    with_passage(source)
    copy = copied(source, owner).result
    first, second, third = passages_of(copy)
    assert first == second
    assert third is None
    own = Stimulus.objects.get(pk=first)
    assert (own.title, own.bank_id) == ("A poem", course_bank(copy).pk)
    assert own.content == Stimulus.objects.get(bank=course_bank(source)).content
    assert first not in passages_of(source)


def test_an_earlier_version_brings_the_passage_back(source: Course) -> None:
    quiz = with_passage(source)
    before, shown = take_snapshot(source), passages_of(source)
    for version in QuestionVersion.objects.filter(question__course=source):
        set_passage(question=version.question, passage=None, by_id=None)
    content = QuizContent().read([quiz.lesson_id])[quiz.lesson_id]
    asked = [
        {**{name: value for name, value in one.items() if name != "passage"}, "points": "2"}
        for one in content["questions"]
    ]
    save_quiz(
        lesson=quiz.lesson, data={**content, "questions": asked}, base_version=quiz.row_version, by_id=None
    )
    assert passages_of(source) == [None, None, None]
    apply_snapshot(source, before)
    assert passages_of(source) == shown
    assert Stimulus.objects.count() == 1


def test_saving_a_quiz_in_the_editor_leaves_passages_alone(source: Course) -> None:
    quiz = with_passage(source)
    shown = passages_of(source)
    told = quiz_for_authors(lesson=quiz.lesson)
    assert all("passage" not in one for one in told["questions"])
    told.pop("password")
    edition = quiz.edition
    save_quiz(
        lesson=quiz.lesson, data={**told, "pass_percent": 70}, base_version=quiz.row_version, by_id=None
    )
    quiz.refresh_from_db()
    assert (quiz.pass_percent, quiz.edition) == (70, edition)
    assert passages_of(source) == shown


def test_a_passage_that_is_none_is_refused_at_its_place(source: Course) -> None:
    quiz = with_passage(source)
    content = QuizContent().read([quiz.lesson_id])[quiz.lesson_id]
    content["questions"][0]["passage"] = "A poem"
    with pytest.raises(ValidationProblem) as refused:
        QuizContent().write(quiz.lesson, content)
    assert refused.value.errors[0].pointer.endswith("/questions")
