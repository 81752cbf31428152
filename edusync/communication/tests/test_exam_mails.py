"""Mails about seats in exams."""

import pytest
from django.core import mail
from django.db import transaction

from edusync.courses.testing import make_course
from edusync.kernel.events import write_row
from edusync.kernel.testing import run_worker

pytestmark = pytest.mark.django_db


def announce(event, course, **payload):
    """The event as the outbox carries it, delivered twice."""
    facts = {
        "course_id": course.pk,
        "lesson_id": 7,
        "title": "Final exam",
        "starts_at": "2026-12-01T09:00:00+00:00",
        **payload,
    }
    for _ in range(2):
        with transaction.atomic():
            write_row(event, facts)
    run_worker()


@pytest.mark.parametrize(
    ("event", "subject"),
    [
        ("assessment.exam_seat_offered", "A seat is free: Final exam"),
        ("assessment.exam_seat_given", "You have a seat: Final exam"),
        ("assessment.exam_offer_lapsed", "The seat went to the next: Final exam"),
    ],
)
def test_who_waits_is_told_what_became_of_it(learner, organization, event, subject):
    course = make_course(modules=1, lessons=1)
    payload = {"entry_id": 3, "learner_id": learner.pk, "answer_until": "2026-11-28T09:00:00+00:00"}
    announce(event, course, **payload)
    message = mail.outbox[0]
    assert (message.to, message.subject) == ([learner.email], subject)
    assert "2026-12-01" in message.body
    assert f"/learn/{course.slug}/7" in message.body
    assert ("2026-11-28" in message.body) == (event == "assessment.exam_seat_offered")


def test_everybody_of_a_canceled_sitting_reads_why(learner, instructor, organization):
    course = make_course(modules=1, lessons=1)
    payload = {"sitting_id": 1, "reason": "No heating.", "learner_ids": [learner.pk, instructor.pk]}
    announce("assessment.exam_sitting_canceled", course, **payload)
    assert {message.to[0] for message in mail.outbox} == {learner.email, instructor.email}
    assert all("No heating." in message.body for message in mail.outbox)
