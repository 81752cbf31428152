"""Assignments in snapshots and copies: what is asked comes along with its rubric, what was handed in never does."""

from decimal import Decimal
from typing import Any

import pytest

from edusync.assessment.models import Assignment, Rubric, Submission
from edusync.assessment.tests.assignment_rows import hand_in, make_assignment, make_rubric
from edusync.courses.checklist import run_checklist
from edusync.courses.models import Lesson
from edusync.courses.services.outline.copies import copy_to_course
from edusync.courses.snapshots import apply_snapshot, build_from_snapshot, take_snapshot
from edusync.courses.testing import make_course, make_lesson
from edusync.enrollment.testing import make_enrollment

pytestmark = pytest.mark.django_db
POLICY = {
    "period": "hour",
    "percent_per_period": Decimal(5),
    "floor_percent": Decimal(40),
    "grace_minutes": 10,
}


def content_of(snapshot: dict[str, Any]) -> dict[str, Any]:
    """Content of the first assignment."""
    return next(
        lesson["content"]
        for module in snapshot["modules"]
        for lesson in module["lessons"]
        if lesson["kind"] == "assignment"
    )


def test_a_course_that_is_built_again_asks_the_same_and_holds_no_work(
    organization: Any, instructor: Any, learner: Any
) -> None:
    course = make_course(modules=1, lessons=1)
    assignment = make_assignment(
        course=course, rubric=make_rubric(course), late_policy=POLICY, accepts_url=True, attempts_allowed=2
    )
    hand_in(assignment, make_enrollment(learner, course))
    before = take_snapshot(course)
    copy = build_from_snapshot(before, organization_id=organization.pk, created_by_id=instructor.pk)
    assert content_of(take_snapshot(copy)) == content_of(before)
    assert content_of(before)["rubric"]["criteria"][0]["levels"][0]["points"] == "4.000"
    made = Assignment.objects.get(course=copy)
    assert made.rubric is not None
    assert made.rubric.course_id == copy.pk
    assert not Submission.objects.filter(assignment=made).exists()


def test_putting_back_the_same_changes_nothing(organization: Any) -> None:
    course = make_course(modules=1, lessons=1)
    assignment = make_assignment(course=course, rubric=make_rubric())
    apply_snapshot(course, take_snapshot(course))
    assert Assignment.objects.get().row_version == assignment.row_version
    assert Rubric.objects.count() == 1


def test_a_copy_in_another_course_finds_the_rubric_of_the_organization(organization: Any) -> None:
    course = make_course(modules=1, lessons=1, status="draft")
    other = make_course("Other", modules=1, lessons=1, status="draft")
    assignment = make_assignment(course=course, rubric=make_rubric())
    copy_to_course(source=course, target=other, by_id=None, lesson_ids=[assignment.lesson_id])
    copy = Assignment.objects.get(course=other)
    assert (copy.rubric_id, copy.points) == (assignment.rubric_id, assignment.points)


def test_the_checklist_names_an_assignment_that_asks_for_nothing(organization: Any) -> None:
    course = make_course(modules=1, lessons=1, status="draft")
    lesson = make_lesson(course=course, kind=Lesson.Kind.ASSIGNMENT, title="Blank")
    found = [finding for finding in run_checklist(course) if finding.lesson_id == lesson.pk]
    assert [finding.code for finding in found] == ["empty-lesson"]
