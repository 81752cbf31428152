"""Making quizzes and changing them."""

from decimal import Decimal

import pytest
from django.db import connection

from edusync.assessment.models import QuestionOption, QuestionVersion, QuizSlot
from edusync.assessment.queries import quizzes_with_totals
from edusync.assessment.services import OptionDraft, QuestionDraft, create_quiz, start_attempt, update_quiz
from edusync.assessment.sheets import sheet_of
from edusync.assessment.testing import choice_draft, drafts_of_every_kind, make_quiz, stem
from edusync.courses.checklist import run_checklist
from edusync.courses.services import add_lesson
from edusync.files.queries import file_places
from edusync.files.services import store_file
from edusync.files.urls import file_url
from edusync.kernel.problems import ValidationProblem

PIXEL = bytes.fromhex(
    "47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b"
)

pytestmark = pytest.mark.django_db


def test_keeps_every_kind_of_question_in_order(course):
    quiz = make_quiz(course=course, questions=drafts_of_every_kind())
    slots = sheet_of(quiz.edition).slots
    assert [slot.kind for slot in slots] == [draft.kind for draft in drafts_of_every_kind()]
    assert [slot.position for slot in slots] == list(range(1, 15))
    assert sheet_of(quiz.edition).max_points == Decimal(15)
    assert list(slots[1].option_html.values()) == ["1", "2", "3", "4"]


def test_totals_are_those_of_the_present_edition(course):
    quiz = make_quiz(course=course, questions=drafts_of_every_kind())
    create_quiz(lesson=quiz.lesson, questions=[choice_draft(points="2.5")])
    row = quizzes_with_totals().get(pk=quiz.pk)
    assert (row.question_count, row.total_points) == (1, Decimal("2.5"))


def test_html_is_cleaned_everywhere(course):
    evil = '<img src=x onerror="alert(1)"><script>alert(1)</script>'
    draft = QuestionDraft(
        kind="multiple_choice",
        stem=stem(f"safe{evil}"),
        options=[OptionDraft(f"a{evil}", 1, f"b{evil}")],
        settings={"unselected_feedback": [f"c{evil}"]},
        feedback_correct=f"d{evil}",
        feedback_incorrect=f"e{evil}",
        explanation=f"f{evil}",
        hints=[f"g{evil}"],
    )
    written = QuestionDraft(
        kind="text", stem=stem("x"), settings={"answers": [{"text": "x", "feedback": f"h{evil}"}]}
    )
    quiz = make_quiz(course=course, questions=[draft, written], introduction=f"i{evil}")
    stored = str(
        [list(QuestionVersion.objects.values()), list(QuestionOption.objects.values()), quiz.introduction]
    )
    assert "onerror" not in stored
    assert "alert" not in stored


def test_faulty_drafts_are_told_by_pointer_and_nothing_is_kept(course, quiz):
    drafts = [
        choice_draft(),
        choice_draft(options=[]),
        choice_draft(points=0),
        choice_draft(options=[("x", "much", "")]),
    ]
    with pytest.raises(ValidationProblem) as refused:
        create_quiz(lesson=quiz.lesson, questions=drafts)
    assert {error.pointer for error in refused.value.errors} == {
        "/questions/1/options",
        "/questions/2/points",
        "/questions/3/options",
        "/questions/3/options/0/weight",
    }
    assert QuizSlot.objects.filter(quiz=quiz).count() == 3


@pytest.mark.parametrize(
    ("rules", "pointer"),
    [
        ({"pass_percent": 101}, "/pass_percent"),
        ({"attempts_allowed": 0}, "/attempts_allowed"),
        ({"time_limit_seconds": 1}, "/time_limit_seconds"),
        ({"feedback": "gossip"}, "/feedback"),
    ],
)
def test_rules_out_of_range_are_refused(quiz, rules, pointer):
    with pytest.raises(ValidationProblem) as refused:
        update_quiz(quiz=quiz, **rules)
    assert [error.pointer for error in refused.value.errors] == [pointer]


def test_rules_change_without_new_questions(quiz):
    before = quiz.edition
    update_quiz(quiz=quiz, pass_percent=80)
    quiz.refresh_from_db()
    assert (quiz.pass_percent, quiz.edition, quiz.row_version) == (80, before, 2)


def test_new_questions_leave_attempts_begun_before_as_they_were(quiz, enrollment):
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    shown = [slot.id for slot in sheet_of(attempt.edition).slots]
    create_quiz(lesson=quiz.lesson, questions=[choice_draft("Other")])
    attempt.refresh_from_db()
    assert [slot.id for slot in sheet_of(attempt.edition).slots] == shown
    assert (
        list(
            QuizSlot.objects.filter(edition=attempt.edition).values_list("id", flat=True).order_by("position")
        )
        == shown
    )


def test_slots_nobody_saw_go_with_their_edition(quiz):
    old = quiz.edition
    changed = create_quiz(lesson=quiz.lesson, questions=[choice_draft("Other")])
    assert changed.pk == quiz.pk
    assert not QuizSlot.objects.filter(edition=old).exists()
    assert len(sheet_of(changed.edition).slots) == 1


def test_a_sheet_is_read_once(quiz, django_assert_num_queries):
    sheet_of(quiz.edition)
    with django_assert_num_queries(0):
        sheet_of(quiz.edition)


def test_making_a_long_quiz_costs_few_statements(course, django_assert_max_num_queries):
    lesson = add_lesson(module=course.modules.first(), kind="quiz", title="Long", detail={})
    # MySQL alone does not return the ids of rows inserted together.
    limit = 30 if connection.features.can_return_rows_from_bulk_insert else 30 + 2 * 60
    with django_assert_max_num_queries(limit):
        create_quiz(lesson=lesson, questions=[choice_draft(f"Q{number}") for number in range(60)])


def test_pictures_in_questions_can_be_fetched_by_who_sees_the_lesson(course, instructor):
    picture = store_file(content=PIXEL, name="pixel.gif", uploaded_by_id=instructor.pk)
    image = {"id": "b1", "type": "image", "file": str(picture.uuid), "alt": "A dot"}
    quiz = make_quiz(course=course, questions=[choice_draft(stem={"version": 1, "blocks": [image]})])
    shown = sheet_of(quiz.edition).slots[0].stem["blocks"][0]
    assert shown["src"] == file_url(picture)
    assert ("lesson", quiz.lesson_id) in file_places(picture.pk)


def test_an_unknown_picture_is_told(course):
    image = {"id": "b1", "type": "image", "file": "01890000-0000-7000-8000-000000000000", "alt": ""}
    with pytest.raises(ValidationProblem) as refused:
        make_quiz(course=course, questions=[choice_draft(stem={"version": 1, "blocks": [image]})])
    assert refused.value.errors[0].pointer == "/questions/0/stem/blocks/0/file"


def test_the_checklist_warns_of_quizzes_that_ask_nothing(course):
    make_quiz(course=course)
    empty = add_lesson(module=course.modules.get(), kind="quiz", title="To be written")
    [finding] = [found for found in run_checklist(course) if found.lesson_id == empty.pk]
    assert (finding.code, finding.severity) == ("empty-lesson", "warning")
    create_quiz(lesson=empty, questions=[choice_draft()])
    assert not [found for found in run_checklist(course) if found.code == "empty-lesson"]
