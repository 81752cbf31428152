"""The stored procedure of cells, and its body where there are no procedures, do what the service would do."""

from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from edusync.assessment.models import QuizAttempt
from edusync.assessment.tests.assignment_rows import hand_in, make_assignment
from edusync.enrollment.testing import make_enrollment
from edusync.grading.models import Grade, GradeEvent, GradeItem
from edusync.grading.procedures import roll_up_grades
from edusync.grading.services import change_item, refill_item
from edusync.grading.testing import score_attempt

pytestmark = pytest.mark.django_db


def cells(course: Any) -> list[tuple[Any, ...]]:
    rows = Grade.objects.filter(item__course=course).order_by("item_id", "enrollment_id")
    return list(rows.values_list("item_id", "enrollment_id", "points", "max_points", "state"))


@pytest.mark.parametrize("choice", ["highest", "latest", "first", "average"])
def test_cells_that_were_missed_become_what_the_triggers_would_have_made(
    course: Any, quiz: Any, column: GradeItem, make_person: Any, choice: str
) -> None:
    change_item(item=column, base_version=1, by_id=None, attempt_choice=choice)
    essay = make_assignment(course=course)
    for number, name in enumerate(("ada", "ben", "eve", "fay")):
        row = make_enrollment(make_person(name), course)
        for place, points in enumerate((1, number % 4, 2)[: number + 1], start=1):
            score_attempt(quiz, row, points, number=place)
        if number % 2:
            hand_in(essay, row)
    waiting = QuizAttempt.objects.filter(enrollment__learner__username="fay").order_by("number").first()
    QuizAttempt.objects.filter(pk=waiting.pk).update(needs_marking=1)
    wanted = cells(course)
    assert len({points for _, _, points, _, _ in wanted}) >= 2

    Grade.objects.filter(item__course=course).update(points=Decimal("0.5"), max_points=7)
    changed = roll_up_grades(course_id=course.pk)
    assert cells(course) == wanted
    assert changed == len(wanted)
    assert sum(refill_item(item=item) for item in GradeItem.objects.filter(course=course)) == 0
    assert roll_up_grades(course_id=course.pk) == 0


def test_overrides_and_excuses_stay_and_history_is_written(
    course: Any, quiz: Any, column: GradeItem, enrollment: Any
) -> None:
    score_attempt(quiz, enrollment, 2)
    Grade.objects.update(points=1, override_points=3, state="excused")
    before = GradeEvent.objects.count()
    output = StringIO()
    call_command("roll_up_grades", stdout=output)
    assert output.getvalue() == "1 cells brought in line\n"
    row = Grade.objects.get()
    assert (row.points, row.override_points, row.state) == (2, 3, "excused")
    assert GradeEvent.objects.count() == before + 1


def test_a_new_cell_counts_once(course: Any, quiz: Any, column: GradeItem, enrollment: Any) -> None:
    GradeItem.objects.filter(pk=column.pk).update(source_id=0)
    score_attempt(quiz, enrollment, 2)
    assert not Grade.objects.exists()
    GradeItem.objects.filter(pk=column.pk).update(source_id=quiz.pk)
    assert roll_up_grades(course_id=course.pk) == 1
    assert cells(course) == [(column.pk, enrollment.pk, Decimal(2), Decimal(3), "graded")]
