"""What a newcomer is to see in the demo school: screens that would be empty without it."""

from edusync.assessment.models import (
    ExamBehavior,
    ExamSitting,
    ExamWaitlistEntry,
    ProctorSession,
    QuizAnswer,
    QuizStatistic,
)
from edusync.enrollment.models import EnrollmentKey, EnrollmentRule
from edusync.enrollment.services.ways_in import state_of_key
from edusync.identity.models import Group
from edusync.identity.services.group_reads import people_by_rule
from edusync.kernel import clock
from edusync.kernel.tenancy import organization_context
from edusync.operations.demo.school import PASSWORD
from edusync.reports.models import ReportExport, ResearchExport

FEWEST_CANDIDATES = 24


def ways_of_writing_were_compared_and_one_waits_for_a_person() -> None:
    rows = ExamBehavior.unscoped.exclude(distance=None).select_related("session")
    assert rows.count() >= FEWEST_CANDIDATES
    (marked,) = rows.filter(is_marked=True)
    assert marked.session.state == ProctorSession.State.REVIEW
    assert marked.reasons["measures"]
    assert [one["number"] for one in marked.reasons["answers"] if one["is_fast"]]


def the_item_doctor_of_the_exam_has_counted_many() -> None:
    (exam_id,) = set(ExamBehavior.unscoped.values_list("exam__quiz_id", flat=True))
    assert QuizStatistic.unscoped.get(quiz_id=exam_id).attempts >= FEWEST_CANDIDATES


def a_full_sitting_has_a_line_with_a_seat_on_offer() -> None:
    line = ExamWaitlistEntry.unscoped.order_by("joined_at")
    first, *others = line.select_related("enrollment__learner")
    assert first.state == ExamWaitlistEntry.State.OFFERED
    assert len(others) >= 2
    assert {one.state for one in others} == {ExamWaitlistEntry.State.WAITING}
    sitting = ExamSitting.unscoped.get(pk=first.sitting_id)
    assert sitting.seats_taken == sitting.seats
    assert first.offer_ends_at is not None
    assert clock.now() < first.offer_ends_at <= sitting.starts_at
    assert all(one.enrollment.learner.check_password(PASSWORD) for one in others)


def a_group_by_rule_has_members() -> None:
    group = Group.unscoped.get(kind=Group.Kind.RULE)
    with organization_context(group.organization_id):
        assert people_by_rule(group.rule or {}).count() > 0


def essays_wait_beside_a_rubric() -> None:
    waiting = QuizAnswer.objects.filter(
        slot__question_version__question__kind="essay", slot__question_version__rubric__isnull=False
    )
    assert waiting.filter(marked_at=None).exists()
    assert waiting.exclude(marked_at=None).exists()


def a_course_is_entered_by_a_key_by_a_link_and_by_a_rule() -> None:
    keys = EnrollmentKey.unscoped.filter(course__slug="learn-anything-and-keep-it")
    assert {(key.kind, state_of_key(key)) for key in keys} >= {("key", "open"), ("link", "open")}
    rule = EnrollmentRule.unscoped.get()
    assert rule.is_on
    assert rule.last_run_at is not None


def files_of_reports_and_a_data_set_are_ready() -> None:
    files = ReportExport.unscoped.all()
    assert {file.format for file in files} == {"csv", "xlsx"}
    made = [*files, *ResearchExport.unscoped.all()]
    assert len(made) == 3
    assert {(one.state, bool(one.storage_key), one.requested_by.email) for one in made} == {
        ("completed", True, "admin@demo.edusync.test")
    }


CHECKS = (
    ways_of_writing_were_compared_and_one_waits_for_a_person,
    the_item_doctor_of_the_exam_has_counted_many,
    a_full_sitting_has_a_line_with_a_seat_on_offer,
    a_group_by_rule_has_members,
    essays_wait_beside_a_rubric,
    a_course_is_entered_by_a_key_by_a_link_and_by_a_rule,
    files_of_reports_and_a_data_set_are_ready,
)
