"""Mails about posted marks: one for one, one for many, none twice."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail

from edusync.assessment.services import assignments
from edusync.assessment.services.assignments.marking import Mark
from edusync.assessment.tests.assignment_rows import hand_in, make_assignment
from edusync.communication.mark_handlers import STRETCH_SECONDS, mail_marks, stretch_of
from edusync.courses.testing import make_course
from edusync.enrollment.services import enroll_learner
from edusync.kernel import clock
from edusync.kernel.testing import run_worker

pytestmark = pytest.mark.django_db


def post(assignment: Any, enrollment: Any, instructor: Any, at: dt.datetime) -> None:
    """A work that was handed in, marked and posted."""
    with clock.frozen(at):
        work = hand_in(assignment, enrollment)
        work.refresh_from_db()
        assignments.mark_submission(
            submission=work, mark=Mark(points=Decimal(7)), base_version=work.row_version, by_id=instructor.pk
        )
        assignments.post_mark(submission=work, by_id=instructor.pk)


@pytest.fixture
def place(instructor: Any, learner: Any) -> Any:
    """A course with its learner."""
    course = make_course(created_by_id=instructor.pk)
    return course, enroll_learner(course_id=course.pk, learner_id=learner.pk)


def test_marks_posted_soon_after_each_other_are_one_mail(place: Any, instructor: Any, learner: Any) -> None:
    course, enrollment = place
    run_worker()
    mail.outbox.clear()
    begin = dt.datetime.fromtimestamp(stretch_of(clock.now()) * STRETCH_SECONDS, dt.UTC)
    for minutes in (1, 3):
        work = make_assignment(course=course)
        post(work, enrollment, instructor, begin + dt.timedelta(minutes=minutes))
    with clock.frozen(begin + dt.timedelta(minutes=4)):
        run_worker()
        assert [one for one in mail.outbox if "mark" in one.subject] == []
    with clock.frozen(begin + dt.timedelta(minutes=11)):
        run_worker()
    (sent,) = [one for one in mail.outbox if "mark" in one.subject]
    assert sent.to == [learner.email]
    assert sent.subject == "2 marks of yours are there"
    assert sent.body.count("An essay") == 2
    assert "7" not in sent.body.replace(sent.body[sent.body.index("http") :], "")


def test_one_mark_has_its_own_words_and_is_mailed_once(place: Any, instructor: Any, learner: Any) -> None:
    course, enrollment = place
    mail.outbox.clear()
    now = clock.now()
    post(make_assignment(course=course), enrollment, instructor, now)
    for _ in range(2):
        mail_marks(learner_id=learner.pk, stretch=stretch_of(now))
    (sent,) = [one for one in mail.outbox if "mark" in one.subject]
    assert "An essay" in sent.subject


def test_a_mark_that_was_taken_back_is_not_told(place: Any, instructor: Any, learner: Any) -> None:
    course, enrollment = place
    mail.outbox.clear()
    now = clock.now()
    assignment = make_assignment(course=course)
    post(assignment, enrollment, instructor, now)
    work = assignment.submissions.get()
    assignments.return_submission(submission=work, base_version=work.row_version, by_id=instructor.pk)
    mail_marks(learner_id=learner.pk, stretch=stretch_of(now))
    assert [one for one in mail.outbox if "mark" in one.subject] == []
