"""From draft to catalog: who may take which step from which state, and what each leaves behind."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail

from edusync.courses import services
from edusync.courses.checklist import Finding, register_check
from edusync.courses.models import Course, CourseApprovalRequest, CourseStateChange, CourseVersion, Page
from edusync.courses.problems import (
    ApprovalLapsed,
    ChecklistFailed,
    ChecklistWarnings,
    ContentChanged,
    CourseEmpty,
    CourseStateConflict,
    NothingHandedIn,
    OwnSubmission,
    ReviewNeeded,
)
from edusync.courses.services.lifecycle import current_request, is_lapsed
from edusync.courses.testing import lessons_of, make_course, page_document
from edusync.kernel import clock
from edusync.kernel.clock import frozen
from edusync.kernel.problems import ValidationProblem
from edusync.kernel.testing import run_worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(make_person: Any) -> Any:
    return make_person("rita", roles=("reviewer",))


@pytest.fixture
def course(instructor: Any) -> Course:
    return make_course(modules=1, lessons=2, status="draft", created_by_id=instructor.pk)


def acts(course: Course) -> list[str]:
    return list(CourseStateChange.objects.filter(course=course).order_by("id").values_list("act", flat=True))


def write(course: Course, text: str) -> None:
    """Write a page anew, as its editor does."""
    lesson = lessons_of(course)[0]
    lesson.course.refresh_from_db()
    services.save_page(
        lesson=lesson,
        document=page_document(text),
        base_version=Page.objects.get(lesson=lesson).row_version,
        by_id=course.created_by_id,
    )


class TestStepsBeforePublication:
    def test_a_course_goes_through_review_into_the_catalog(
        self, course: Course, instructor: Any, reviewer: Any
    ) -> None:
        services.submit_course(course=course, by_id=instructor.pk, note="Look at lesson 2.")
        assert course.status == "in_review"
        services.decide_submission(
            course=course, decision="request_changes", reason="Too short.", by_id=reviewer.pk
        )
        assert course.status == "changes_requested"
        services.submit_course(course=course, by_id=instructor.pk)
        services.decide_submission(course=course, decision="approve", by_id=reviewer.pk)
        assert course.status == "approved"
        services.publish_course(course=course, by_id=instructor.pk)
        assert (course.status, acts(course)) == (
            "published",
            ["submitted", "changes_requested", "submitted", "approved", "published"],
        )
        states = CourseApprovalRequest.objects.order_by("id").values_list("status", flat=True)
        assert list(states) == ["changes_requested", "done"]
        last = CourseStateChange.objects.filter(course=course).latest("id")
        version = CourseVersion.objects.get(course=course)
        assert (last.from_status, last.by_id) == ("approved", instructor.pk)
        assert last.facts["version"] == version.number == 1

    def test_a_submission_is_taken_back(self, course: Course, instructor: Any) -> None:
        services.submit_course(course=course, by_id=instructor.pk)
        services.withdraw_submission(course=course, by_id=instructor.pk, reason="One more page.")
        assert (course.status, current_request(course)) == ("draft", None)
        with pytest.raises(NothingHandedIn):
            services.withdraw_submission(course=course, by_id=instructor.pk)

    def test_an_approval_is_taken_back_by_asking_for_changes(
        self, course: Course, instructor: Any, reviewer: Any
    ) -> None:
        services.submit_course(course=course, by_id=instructor.pk)
        services.decide_submission(course=course, decision="approve", by_id=reviewer.pk)
        services.decide_submission(
            course=course, decision="request_changes", reason="I was wrong.", by_id=reviewer.pk
        )
        assert course.status == "changes_requested"

    def test_nobody_decides_on_their_own_submission(self, course: Course, admin: Any) -> None:
        services.submit_course(course=course, by_id=admin.pk)
        for decision in ("approve", "request_changes"):
            with pytest.raises(OwnSubmission):
                services.decide_submission(course=course, decision=decision, reason="Why", by_id=admin.pk)

    def test_asking_for_changes_needs_a_reason(self, course: Course, instructor: Any, reviewer: Any) -> None:
        services.submit_course(course=course, by_id=instructor.pk)
        with pytest.raises(ValidationProblem):
            services.decide_submission(
                course=course, decision="request_changes", reason=" ", by_id=reviewer.pk
            )
        with pytest.raises(ValidationProblem):
            services.decide_submission(course=course, decision="perhaps", by_id=reviewer.pk)

    def test_only_what_was_read_is_approved(self, course: Course, instructor: Any, reviewer: Any) -> None:
        request = services.submit_course(course=course, by_id=instructor.pk)
        write(course, "Changed while it was read.")
        with pytest.raises(ContentChanged):
            services.decide_submission(
                course=course, decision="approve", by_id=reviewer.pk, seen_mark=request.content_mark
            )

    @pytest.mark.parametrize("status", ["draft", "in_review", "changes_requested", "approved"])
    def test_a_course_never_published_is_not_archived(self, course: Course, status: str) -> None:
        Course.objects.filter(pk=course.pk).update(status=status)
        with pytest.raises(CourseStateConflict):
            services.archive_course(course=course)

    @pytest.mark.parametrize("status", ["in_review", "changes_requested", "approved", "published"])
    def test_only_a_draft_is_deleted(self, course: Course, status: str) -> None:
        Course.objects.filter(pk=course.pk).update(status=status, published_at=clock.now())
        with pytest.raises(CourseStateConflict):
            services.delete_course(course=course)

    def test_a_template_is_neither_handed_in_nor_published(self, course: Course, instructor: Any) -> None:
        Course.objects.filter(pk=course.pk).update(is_template=True)
        with pytest.raises(CourseStateConflict):
            services.submit_course(course=course, by_id=instructor.pk)
        with pytest.raises(CourseStateConflict):
            services.publish_course(course=course, by_id=instructor.pk)


class TestApproval:
    @pytest.fixture(autouse=True)
    def rule(self, admin: Any) -> None:
        services.set_review_rule(is_required=True, by_id=admin.pk)

    def test_without_an_approval_nothing_is_published(self, course: Course, instructor: Any) -> None:
        with pytest.raises(ReviewNeeded):
            services.publish_course(course=course, by_id=instructor.pk)
        services.submit_course(course=course, by_id=instructor.pk)
        with pytest.raises(ReviewNeeded):
            services.publish_course(course=course, by_id=instructor.pk)
        course.refresh_from_db()
        assert course.status == "in_review"

    def test_an_approval_lapses_with_a_change_and_comes_back_with_its_undoing(
        self, course: Course, instructor: Any, reviewer: Any
    ) -> None:
        services.submit_course(course=course, by_id=instructor.pk)
        services.decide_submission(course=course, decision="approve", by_id=reviewer.pk)
        write(course, "Something else entirely.")
        assert is_lapsed(course, current_request(course))
        with pytest.raises(ApprovalLapsed):
            services.publish_course(course=course, by_id=instructor.pk)
        write(course, "Some text to read.")
        assert not is_lapsed(course, current_request(course))
        services.publish_course(course=course, by_id=instructor.pk)
        assert course.status == "published"

    def test_handing_in_again_replaces_a_lapsed_approval(
        self, course: Course, instructor: Any, reviewer: Any
    ) -> None:
        first = services.submit_course(course=course, by_id=instructor.pk)
        services.decide_submission(course=course, decision="approve", by_id=reviewer.pk)
        write(course, "Something else entirely.")
        services.submit_course(course=course, by_id=instructor.pk)
        first.refresh_from_db()
        assert (first.status, course.status) == ("lapsed", "in_review")

    def test_who_looks_after_all_courses_publishes_without(self, course: Course, admin: Any) -> None:
        services.publish_course(course=course, by_id=admin.pk, waives_review=True)
        assert course.status == "published"

    def test_changes_of_a_published_course_wait_while_it_stays_published(
        self, course: Course, instructor: Any, reviewer: Any, admin: Any
    ) -> None:
        services.publish_course(course=course, by_id=admin.pk, waives_review=True)
        write(course, "News for everybody.")
        page = Page.objects.get(lesson=lessons_of(course)[0])
        assert page.draft
        assert "News" not in page.text
        with pytest.raises(ReviewNeeded):
            services.publish_course(course=course, by_id=instructor.pk)
        request = services.submit_course(course=course, by_id=instructor.pk)
        assert (request.is_for_changes, course.status) == (True, "published")
        services.decide_submission(course=course, decision="approve", by_id=reviewer.pk)
        assert course.status == "published"
        services.publish_course(course=course, by_id=instructor.pk)
        page.refresh_from_db()
        request.refresh_from_db()
        assert (page.draft, request.status) == (None, "done")
        assert "News for everybody." in page.text
        assert acts(course)[-1] == "changes_published"
        assert CourseVersion.objects.filter(course=course).count() == 2


class TestChecklist:
    def test_errors_refuse_and_name_the_place(self, course: Course) -> None:
        lesson = lessons_of(course)[0]
        register_check(
            "probe",
            lambda course: [Finding("broken", "error", "Broken.", lesson_id=lesson.pk, block_id="b7")],
        )
        try:
            with pytest.raises(ChecklistFailed) as raised:
                services.publish_course(course=course)
        finally:
            register_check("probe", lambda course: [])
        first = raised.value.errors[0]
        assert (first.code, first.pointer) == ("broken", f"/lessons/{lesson.pk}/blocks/b7")
        assert {finding["code"] for finding in raised.value.facts["findings"]} >= {"broken", "no-image"}

    def test_nothing_to_learn_refuses(self, instructor: Any) -> None:
        course = make_course(modules=1, lessons=0, status="draft", created_by_id=instructor.pk)
        with pytest.raises(CourseEmpty):
            services.publish_course(course=course)

    def test_warnings_are_accepted_and_noted(self, course: Course, instructor: Any) -> None:
        with pytest.raises(ChecklistWarnings):
            services.publish_course(course=course, by_id=instructor.pk, accept_warnings=False)
        services.publish_course(course=course, by_id=instructor.pk, reason="Image comes on Monday.")
        last = CourseStateChange.objects.get(course=course, act="published")
        assert last.reason == "Image comes on Monday."
        assert {"no-category", "no-image", "no-overview"} <= set(last.facts["accepted"])

    def test_empty_lessons_are_found_in_drafts_too(self, course: Course) -> None:
        services.publish_course(course=course)
        lesson = lessons_of(course)[0]
        Page.objects.filter(lesson=lesson).update(
            draft={"version": 1, "blocks": [{"id": "b1", "type": "text", "html": "<p></p>"}]}
        )
        with pytest.raises(ChecklistWarnings) as raised:
            services.publish_course(course=course, accept_warnings=False)
        assert ("empty-lesson", f"/lessons/{lesson.pk}") in [
            (error.code, error.pointer) for error in raised.value.errors
        ]


class TestSchedule:
    START = dt.datetime(2030, 3, 1, 8, 0, tzinfo=dt.UTC)

    def scheduled(self, course: Course, by: Any) -> None:
        services.schedule_publish(
            course=course, publish_at=self.START + dt.timedelta(days=1), by_id=by.pk, accept_warnings=True
        )

    def test_a_course_is_published_at_its_time(self, course: Course, instructor: Any) -> None:
        with frozen(self.START):
            self.scheduled(course, instructor)
            assert services.publish_due_courses() == 0
        with frozen(self.START + dt.timedelta(days=1, minutes=1)):
            assert services.publish_due_courses() == 1
            assert services.publish_due_courses() == 0
        course.refresh_from_db()
        assert (course.status, course.publish_at) == ("published", None)
        assert acts(course) == ["scheduled", "published"]

    def test_a_time_is_taken_back(self, course: Course, instructor: Any) -> None:
        with frozen(self.START):
            self.scheduled(course, instructor)
            services.unschedule_publish(course=course, by_id=instructor.pk)
            services.unschedule_publish(course=course, by_id=instructor.pk)
        with frozen(self.START + dt.timedelta(days=2)):
            assert services.publish_due_courses() == 0
        assert acts(course) == ["scheduled", "unscheduled"]

    def test_what_fails_is_unscheduled_and_the_author_told(self, course: Course, instructor: Any) -> None:
        with frozen(self.START):
            self.scheduled(course, instructor)
            for lesson in lessons_of(course):
                services.delete_lesson(lesson=lesson)
        with frozen(self.START + dt.timedelta(days=2)):
            assert services.publish_due_courses() == 0
            run_worker()
        course.refresh_from_db()
        assert (course.status, course.publish_at) == ("draft", None)
        assert CourseStateChange.objects.get(act="publish_failed").facts["codes"] == ["no-lesson"]
        assert [(message.to, message.subject) for message in mail.outbox] == [
            ([instructor.email], f"Not published: {course.title}")
        ]

    def test_a_warning_that_nobody_accepted_stops_it(self, course: Course, instructor: Any) -> None:
        with frozen(self.START):
            self.scheduled(course, instructor)
            write(course, "")
            Page.objects.filter(lesson=lessons_of(course)[0]).update(
                document={"version": 1, "blocks": []}, text=""
            )
        with frozen(self.START + dt.timedelta(days=2)):
            assert services.publish_due_courses() == 0
        assert CourseStateChange.objects.get(act="publish_failed").facts["codes"] == ["empty-lesson"]

    @pytest.mark.parametrize("days", [-1, 0, 800])
    def test_the_time_lies_ahead(self, course: Course, instructor: Any, days: int) -> None:
        with frozen(self.START), pytest.raises(ValidationProblem):
            services.schedule_publish(
                course=course,
                publish_at=self.START + dt.timedelta(days=days),
                by_id=instructor.pk,
                accept_warnings=True,
            )


class TestMails:
    def test_reviewers_of_the_course_come_before_those_of_the_organization(
        self, course: Course, instructor: Any, reviewer: Any, admin: Any, make_person: Any
    ) -> None:
        services.submit_course(course=course, by_id=instructor.pk, note="Please.")
        run_worker()
        assert sorted(message.to[0] for message in mail.outbox) == sorted([admin.email, reviewer.email])
        services.withdraw_submission(course=course, by_id=instructor.pk)
        own = make_person("oda", roles=("learner",))
        services.assign_staff(course=course, user_id=own.pk, duty="reviewer")
        mail.outbox.clear()
        services.submit_course(course=course, by_id=instructor.pk)
        run_worker()
        assert [message.to for message in mail.outbox] == [[own.email]]

    @pytest.mark.parametrize(
        ("decision", "subject"), [("approve", "Approved: "), ("request_changes", "Changes wanted: ")]
    )
    def test_the_author_learns_what_was_decided(
        self, course: Course, instructor: Any, reviewer: Any, decision: str, subject: str
    ) -> None:
        services.submit_course(course=course, by_id=instructor.pk)
        run_worker()
        mail.outbox.clear()
        services.decide_submission(
            course=course, decision=decision, reason="Good beginning.", by_id=reviewer.pk
        )
        run_worker()
        message = mail.outbox[0]
        assert (message.to, message.subject) == ([instructor.email], subject + course.title)
        assert "Good beginning." in message.body
