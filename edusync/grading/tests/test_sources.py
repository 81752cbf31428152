"""Cells follow quizzes and submissions in the same transaction, by trigger, and keep their history."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from edusync.assessment.models import Assignment, Submission
from edusync.courses.services import add_lesson
from edusync.grading.models import CourseGrade, Grade, GradeEvent, GradeItem
from edusync.grading.services import change_item, follow_source, recompute_course, refill_item, retire_source
from edusync.grading.testing import give, make_item, score_attempt
from edusync.kernel import clock

pytestmark = pytest.mark.django_db


def cell(item: GradeItem) -> tuple[Any, ...]:
    row = Grade.objects.get(item=item)
    return row.points, row.max_points, row.state, row.row_version


def test_a_quiz_has_its_column_at_once(quiz: Any, column: GradeItem) -> None:
    assert (column.max_points, column.lesson_id, column.posted_at is not None) == (
        Decimal(3),
        quiz.lesson_id,
        True,
    )


def test_a_submitted_attempt_fills_the_cell(quiz: Any, column: GradeItem, enrollment: Any) -> None:
    score_attempt(quiz, enrollment, 2)
    assert cell(column) == (Decimal(2), Decimal(3), "graded", 1)
    assert Grade.objects.get().percentage == Decimal("66.6667")


@pytest.mark.parametrize(
    ("choice", "points", "max_points"),
    [("highest", 3, 3), ("latest", 2, 3), ("first", 1, 3), ("average", 2, 3)],
)
def test_the_column_says_which_try_counts(
    quiz: Any, column: GradeItem, enrollment: Any, choice: str, points: int, max_points: int
) -> None:
    change_item(item=column, base_version=1, by_id=None, attempt_choice=choice)
    for number, earned in enumerate((1, 3, 2), start=1):
        score_attempt(quiz, enrollment, earned, number=number)
    assert cell(column)[:2] == (Decimal(points), Decimal(max_points))
    assert (
        refill_item(item=GradeItem.objects.get(pk=column.pk)) == 0
    )  # The service says the same as the trigger.


def test_another_choice_moves_the_cells_there_are(quiz: Any, column: GradeItem, enrollment: Any) -> None:
    for number, earned in enumerate((1, 3), start=1):
        score_attempt(quiz, enrollment, earned, number=number)
    change_item(item=column, base_version=1, by_id=None, attempt_choice="first")
    assert cell(column)[0] == Decimal(1)


def test_new_points_of_an_attempt_reach_the_cell_but_no_excuse(
    quiz: Any, column: GradeItem, enrollment: Any
) -> None:
    attempt = score_attempt(quiz, enrollment, 1)
    attempt.points = Decimal(3)
    attempt.save(update_fields=["points"])
    assert cell(column)[0] == Decimal(3)
    give(column, enrollment, None, act="excuse")
    attempt.points = Decimal(2)
    attempt.save(update_fields=["points"])
    assert cell(column)[::2] == (Decimal(2), "excused")
    assert Grade.objects.get().percentage is None


def test_a_column_made_later_takes_what_was_done_before(
    quiz: Any, column: GradeItem, enrollment: Any
) -> None:
    retire_source(kind="quiz", source_id=quiz.pk)
    score_attempt(quiz, enrollment, 2)
    assert not Grade.objects.exists()
    assert follow_source(kind="quiz", source_ids=[quiz.pk]) == 1
    assert Grade.objects.get().points == Decimal(2)


def test_a_submission_waits_and_then_has_its_posted_mark(
    course: Any, enrollment: Any, instructor: Any
) -> None:
    module = course.modules.first()
    lesson = add_lesson(module=module, kind="assignment", title="Essay")
    assignment = Assignment.objects.create(
        organization_id=course.organization_id, lesson=lesson, course=course, points=20
    )
    follow_source(kind="assignment", source_ids=[assignment.pk])
    item = GradeItem.objects.get(source_kind="assignment")
    now = clock.now()
    work = Submission.objects.create(
        organization_id=course.organization_id, assignment=assignment, enrollment=enrollment, alias_number=1,
        saved_at=now, max_points=20,
    )  # fmt: skip
    assert not Grade.objects.exists()  # A draft is nobody's business.
    work.state, work.submitted_at = "submitted", now
    work.save(update_fields=["state", "submitted_at"])
    assert cell(item)[::2] == (None, "needs_marking")
    work.state, work.raw_points, work.graded_at = "graded", 15, now
    work.save(update_fields=["state", "raw_points", "graded_at"])
    assert cell(item)[::2] == (None, "needs_marking")  # Not posted.
    work.points, work.posted_at, work.graded_by = 15, now, instructor
    work.save(update_fields=["points", "posted_at", "graded_by"])
    assert cell(item)[::2] == (Decimal(15), "graded")
    assert GradeEvent.objects.order_by("pk").last().by_id == instructor.pk
    work.points, work.posted_at = None, None
    work.save(update_fields=["points", "posted_at"])
    assert cell(item)[::2] == (None, "needs_marking")


def test_a_submission_that_arrives_handed_in_waits_at_once(course: Any, enrollment: Any) -> None:
    lesson = add_lesson(module=course.modules.first(), kind="assignment", title="Essay")
    own = {"organization_id": course.organization_id}
    assignment = Assignment.objects.create(lesson=lesson, course=course, points=20, **own)
    follow_source(kind="assignment", source_ids=[assignment.pk])
    now = clock.now()
    Submission.objects.create(
        assignment=assignment, enrollment=enrollment, alias_number=1, saved_at=now, max_points=20,
        state="submitted", submitted_at=now, **own,
    )  # fmt: skip
    assert Grade.objects.get().state == "needs_marking"


def test_every_change_is_in_the_history_even_by_plain_sql(essay: GradeItem, enrollment: Any) -> None:
    give(essay, enrollment, 4)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE grading_grade SET points = 5, row_version = 2")
        cursor.execute("UPDATE grading_grade SET change_reason = 'nothing of weight'")
    events = GradeEvent.objects.order_by("pk").values_list("points_before", "points_after", "state_before")
    assert list(events) == [(None, Decimal(4), ""), (Decimal(4), Decimal(5), "graded")]


@pytest.mark.parametrize(
    "statement", ["UPDATE grading_grade_event SET reason = 'x'", "DELETE FROM grading_grade_event"]
)
def test_history_is_append_only(essay: GradeItem, enrollment: Any, statement: str) -> None:
    give(essay, enrollment, 4)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_changed_cell_makes_the_course_grade_stale(course: Any, quiz: Any, enrollment: Any) -> None:
    score_attempt(quiz, enrollment, 2)
    assert CourseGrade.objects.get().is_stale
    assert recompute_course(course_id=course.pk) == 1
    row = CourseGrade.objects.get()
    assert (row.current_percent, row.is_stale) == (Decimal("66.6667"), False)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE grading_grade SET points = 3")
    assert CourseGrade.objects.get().is_stale


def test_columns_of_a_removed_lesson_leave_the_book(course: Any, column: GradeItem, enrollment: Any) -> None:
    from edusync.grading.queries import items_of

    make_item(course)
    assert [item.source_kind for item in items_of(course.pk)] == ["quiz", "custom"]
    column.lesson.deleted_at = clock.now()
    column.lesson.save(update_fields=["deleted_at"])
    assert [item.source_kind for item in items_of(course.pk)] == ["custom"]
