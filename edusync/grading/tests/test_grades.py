"""Entering marks, conflicts, whole columns and taking back."""

from decimal import Decimal
from typing import Any

import pytest

from edusync.enrollment.testing import make_enrollment
from edusync.grading.models import CourseGrade, Grade, GradeEvent, GradeItem
from edusync.grading.problems import GradesConflict, NothingToUndo
from edusync.grading.queries import course_percent
from edusync.grading.queries.cells import cells_as_of, cells_of
from edusync.grading.services import (
    Change,
    change_grades,
    change_item,
    fill_column,
    recompute_course,
    save_rules,
    undo_batch,
)
from edusync.grading.testing import give, make_item, score_attempt
from edusync.kernel.problems import ValidationProblem
from edusync.kernel.testing import run_worker

pytestmark = pytest.mark.django_db


def test_a_batch_is_all_or_nothing(course: Any, essay: GradeItem, enrollment: Any, make_person: Any) -> None:
    other = make_enrollment(make_person("grace"), course)
    give(essay, other, 3)
    changes = [
        Change(enrollment.pk, essay.pk, points=Decimal(5), version=0),
        Change(other.pk, essay.pk, points=Decimal(6), version=0),
    ]
    with pytest.raises(GradesConflict) as caught:
        change_grades(course_id=course.pk, changes=changes, by_id=None)
    cells = caught.value.facts["cells"]
    assert [(one["enrollment_id"], one["cell"][1]) for one in cells] == [(other.pk, 3.0)]
    assert Grade.objects.count() == 1


def test_a_mark_over_a_quiz_needs_a_reason_and_outlives_the_next_try(
    quiz: Any, column: GradeItem, enrollment: Any, instructor: Any
) -> None:
    score_attempt(quiz, enrollment, 1)
    with pytest.raises(ValidationProblem):
        give(column, enrollment, 3, reason=" ")
    give(column, enrollment, 3, reason="Broken question.", by_id=instructor.pk)
    score_attempt(quiz, enrollment, 2, number=2)
    row = Grade.objects.get()
    assert (row.points, row.override_points, row.percentage) == (Decimal(2), Decimal(3), Decimal(100))
    reasons = list(GradeEvent.objects.order_by("pk").values_list("reason", "by_id"))
    assert reasons == [("", None), ("Broken question.", instructor.pk), ("", None)]
    give(column, enrollment, None, act="clear")
    assert Grade.objects.get().percentage == Decimal("66.6667")


@pytest.mark.parametrize("points", ["-1", "100001"])
def test_points_out_of_range_are_refused(essay: GradeItem, enrollment: Any, points: str) -> None:
    with pytest.raises(ValidationProblem):
        give(essay, enrollment, points)


def test_cells_of_other_courses_are_refused(essay: GradeItem, make_person: Any) -> None:
    with pytest.raises(ValidationProblem):
        give(essay, make_enrollment(make_person("grace")), 1)


def test_a_whole_column_is_filled_and_taken_back(
    course: Any, essay: GradeItem, enrollment: Any, make_person: Any
) -> None:
    other, third = (make_enrollment(make_person(name), course) for name in ("grace", "alan"))
    give(essay, enrollment, 4)
    batch, count = fill_column(item=essay, act="missing", by_id=None)
    assert count == 2
    give(essay, third, 9)  # Moved on meanwhile: stays.
    assert undo_batch(course_id=course.pk, batch=batch, by_id=None) == (1, 1)
    states = dict(Grade.objects.values_list("enrollment_id", "state"))
    assert states == {enrollment.pk: "graded", other.pk: "none", third.pk: "graded"}
    with pytest.raises(NothingToUndo):
        undo_batch(course_id=course.pk, batch=batch, by_id=None)


def test_the_book_as_it_was(essay: GradeItem, enrollment: Any) -> None:
    give(essay, enrollment, 4)
    before = GradeEvent.objects.get().created_at
    give(essay, enrollment, 7)
    where = ([enrollment.pk], [essay.pk])
    assert cells_as_of(*where, before)[enrollment.pk][0][1] == 4.0
    assert cells_of(*where)[enrollment.pk][0][1] == 7.0


def test_another_weight_changes_everybody(course: Any, essay: GradeItem, enrollment: Any) -> None:
    other = make_item(course, "Talk")
    give(essay, enrollment, 10)
    give(other, enrollment, 0)
    assert course_percent([enrollment.pk]) == {enrollment.pk: Decimal(50)}
    change_item(item=essay, base_version=2, by_id=None, weight=Decimal(3))
    run_worker()
    assert course_percent([enrollment.pk]) == {enrollment.pk: Decimal(75)}


def test_categories_weigh_and_drop(course: Any, instructor: Any, enrollment: Any) -> None:
    wanted = [
        {"name": "Talks", "weight": Decimal(1), "drop_lowest": 1, "drop_highest": 0},
        {"name": "Papers", "weight": Decimal(3), "drop_lowest": 0, "drop_highest": 0},
    ]
    save_rules(
        course=course,
        base_version=0,
        by_id=None,
        categories=wanted,
        scheme_id=None,
        aggregation="points",
        missing="zero",
    )
    talks, papers = (
        row.pk for row in GradeItem._meta.get_field("category").related_model.objects.order_by("position")
    )
    for category, points in ((talks, 0), (talks, 10), (papers, 5)):
        give(make_item(course, f"{category}-{points}", category_id=category), enrollment, points)
    recompute_course(course_id=course.pk)
    assert CourseGrade.objects.get().current_percent == Decimal("62.5")


def test_learners_percentage_leaves_out_what_is_not_posted(
    course: Any, essay: GradeItem, enrollment: Any
) -> None:
    give(essay, enrollment, 10)
    give(make_item(course, "Secret", is_posted=False), enrollment, 0)
    recompute_course(course_id=course.pk)
    row = CourseGrade.objects.get()
    assert (row.current_percent, row.shown_percent) == (Decimal(50), Decimal(100))
