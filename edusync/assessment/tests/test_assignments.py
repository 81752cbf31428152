"""Handing in: drafts, receipts, dates, tries, groups."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest

from edusync.assessment.assignment_dates import deducted_percent
from edusync.assessment.models import LatePolicy, Submission, SubmissionFile
from edusync.assessment.problems import (
    AssignmentClosed,
    AssignmentNotOpen,
    NothingHandedIn,
    SubmissionsUsedUp,
)
from edusync.assessment.services import assignments
from edusync.assessment.services.assignments.marking import Mark
from edusync.assessment.tests.assignment_rows import hand_in, make_assignment
from edusync.courses.testing import PDF
from edusync.enrollment.services import enroll_learner
from edusync.enrollment.services.groups import create_learner_group, set_group_members
from edusync.kernel import clock
from edusync.kernel.policy import Actor
from edusync.kernel.problems import PreconditionFailed, ValidationProblem
from edusync.progress.models import LessonProgress

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def enrollment(course: Any, learner: Any) -> Any:
    """The learner in the course."""
    return enroll_learner(course_id=course.pk, learner_id=learner.pk)


def test_what_is_written_is_kept_and_a_second_tab_is_told_of_it(course: Any, enrollment: Any) -> None:
    assignment = make_assignment(course=course)
    draft = assignments.save_draft(assignment=assignment, enrollment=enrollment, base_version=0, text="One")
    seen = draft.row_version
    assignments.save_draft(assignment=assignment, enrollment=enrollment, base_version=seen, text="One two")
    with pytest.raises(PreconditionFailed):
        assignments.save_draft(assignment=assignment, enrollment=enrollment, base_version=seen, text="Other")
    assert Submission.objects.get().text == "One two"


def test_handing_in_gives_a_receipt_and_completes_the_lesson(course: Any, enrollment: Any) -> None:
    assignment = make_assignment(course=course)
    submission = hand_in(assignment, enrollment)
    assert (submission.state, len(submission.digest)) == ("submitted", 64)
    progress = LessonProgress.objects.get(enrollment=enrollment, lesson=assignment.lesson)
    assert progress.state == "completed"


def test_an_empty_draft_is_not_handed_in(course: Any, enrollment: Any) -> None:
    assignment = make_assignment(course=course)
    with pytest.raises(NothingHandedIn):
        assignments.submit_work(assignment=assignment, enrollment=enrollment)
    assignments.save_draft(assignment=assignment, enrollment=enrollment, base_version=None, text="  ")
    with pytest.raises(NothingHandedIn):
        assignments.submit_work(assignment=assignment, enrollment=enrollment)


def test_files_come_with_their_names_and_only_those_that_are_asked_for(course: Any, enrollment: Any) -> None:
    assignment = make_assignment(course=course, accepts_files=True, file_types=".PDF, docx", max_files=1)
    place = {"assignment": assignment, "enrollment": enrollment}
    with pytest.raises(ValidationProblem):
        assignments.add_draft_file(**place, content=io.BytesIO(b"text"), name="notes.txt")
    row = assignments.add_draft_file(**place, content=io.BytesIO(PDF), name="../essay.pdf")
    assert row.name == "essay.pdf"
    with pytest.raises(ValidationProblem):
        assignments.add_draft_file(**place, content=io.BytesIO(PDF + b"2"), name="second.pdf")
    assignments.drop_draft_file(**place, public_id=row.uuid)
    assert not SubmissionFile.objects.exists()


def test_dates_hold_and_an_extension_moves_them_for_one_learner(
    course: Any, enrollment: Any, instructor: Any
) -> None:
    now = clock.now()
    later = make_assignment(course=course, opens_at=now + DAY)
    with pytest.raises(AssignmentNotOpen):
        hand_in(later, enrollment)
    over = make_assignment(course=course, due_at=now - DAY, accepts_late=False)
    with pytest.raises(AssignmentClosed):
        hand_in(over, enrollment)
    assignments.grant_extension(
        assignment=over, enrollment=enrollment, due_at=now + DAY, reason="ill", by_id=instructor.pk
    )
    assert hand_in(over, enrollment).state == "submitted"


def test_a_late_submission_loses_what_the_policy_says(course: Any, enrollment: Any, instructor: Any) -> None:
    policy = {"period": "day", "percent_per_period": Decimal(10), "floor_percent": Decimal(50)}
    due_at = clock.now() - dt.timedelta(hours=30)
    assignment = make_assignment(course=course, due_at=due_at, late_policy=policy)
    submission = hand_in(assignment, enrollment)
    assert submission.state == "late"
    assignments.mark_submission(
        submission=submission, mark=Mark(Decimal(8)), base_version=submission.row_version, by_id=instructor.pk
    )
    posted = assignments.post_mark(submission=submission, by_id=instructor.pk)
    assert (posted.raw_points, posted.deducted_percent, posted.points) == (
        Decimal(8),
        Decimal(20),
        Decimal("6.400"),
    )


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0, 0), (60, 0), (61, 5), (3600, 5), (3601, 10), (999_999, 40)]
)
def test_each_begun_hour_costs_down_to_the_floor(seconds: int, expected: int) -> None:
    policy = LatePolicy(
        period="hour", percent_per_period=Decimal(5), floor_percent=Decimal(60), grace_minutes=1
    )
    assert deducted_percent(policy, seconds) == expected


def test_another_try_begins_with_the_last_one_until_tries_are_used_up(
    course: Any, enrollment: Any, instructor: Any
) -> None:
    assignment = make_assignment(course=course, attempts_allowed=1)
    first = hand_in(assignment, enrollment, "First")
    with pytest.raises(SubmissionsUsedUp):
        assignments.save_draft(assignment=assignment, enrollment=enrollment, base_version=None, text="x")
    assignments.return_submission(submission=first, base_version=first.row_version, by_id=instructor.pk)
    draft = assignments.save_draft(assignment=assignment, enrollment=enrollment, base_version=None)
    assert draft.text == "First"
    assert Submission.objects.get(is_current=True) == first
    second = assignments.submit_work(assignment=assignment, enrollment=enrollment)
    assert Submission.objects.get(is_current=True) == second
    assert second.alias_number != first.alias_number


def test_a_group_hands_in_together_and_loses_nobodys_draft(
    course: Any, enrollment: Any, make_person: Any, instructor: Any
) -> None:
    ada = make_person("ada", roles=("learner",))
    other = enroll_learner(course_id=course.pk, learner_id=ada.pk)
    by = Actor(user_id=instructor.pk, organization_id=course.organization_id)
    group = create_learner_group(course_id=course.pk, name="Owls", by=by)
    set_group_members(group=group, enrollment_ids=[enrollment.pk, other.pk], by=by)
    assignment = make_assignment(course=course, is_group_work=True)
    assignments.save_draft(assignment=assignment, enrollment=other, base_version=None, text="Ada's own")
    submission = hand_in(assignment, enrollment, "Ours")
    assert list(Submission.objects.filter(is_current=True).values_list("text", flat=True)) == ["Ours", "Ours"]
    assert Submission.objects.get(state="draft", enrollment=other).text == "Ada's own"
    submission.refresh_from_db()
    assignments.mark_submission(
        submission=submission, mark=Mark(Decimal(9)), base_version=submission.row_version, by_id=instructor.pk
    )
    assignments.post_mark(submission=submission, by_id=instructor.pk)
    assert list(Submission.objects.filter(is_current=True).values_list("points", flat=True)) == [9, 9]
