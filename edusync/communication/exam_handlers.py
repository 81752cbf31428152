"""Mails about seats in exams: on offer, given, gone to the next; and sittings that do not take place."""

from typing import Any

from edusync.communication.enrollment_handlers import shown_instant
from edusync.communication.services import send_mail_to
from edusync.courses.queries.names import courses_named
from edusync.identity.queries import person
from edusync.kernel.events import on


@on("assessment.exam_seat_offered")
def mail_exam_offer(payload: dict[str, Any], event_id: int) -> None:
    """Tell the first in line that a seat is kept, and until when."""
    deadline = shown_instant(payload["answer_until"], payload["learner_id"])
    _mail(payload, payload["learner_id"], "exam_seat_offered", f"exam-offer:{event_id}", deadline=deadline)


@on("assessment.exam_seat_given")
def mail_exam_seat(payload: dict[str, Any], event_id: int) -> None:
    """Tell somebody who waited that they have a seat."""
    _mail(payload, payload["learner_id"], "exam_seat_given", f"exam-seat:{event_id}")


@on("assessment.exam_offer_lapsed")
def mail_exam_lapse(payload: dict[str, Any], event_id: int) -> None:
    """Tell who did not answer that the seat went on."""
    _mail(payload, payload["learner_id"], "exam_offer_lapsed", f"exam-lapse:{event_id}")


@on("assessment.exam_sitting_canceled")
def mail_canceled_sitting(payload: dict[str, Any], event_id: int) -> None:
    """Tell everybody who had a seat, or waited for one, and why."""
    for learner_id in payload["learner_ids"]:
        key = f"exam-canceled:{event_id}:{learner_id}"
        _mail(payload, learner_id, "exam_sitting_canceled", key, reason=payload["reason"])


def _mail(payload: dict[str, Any], learner_id: int, template: str, key: str, **facts: str) -> None:
    learner = person(learner_id)
    course = courses_named([payload["course_id"]]).get(payload["course_id"])
    if learner is None or course is None:
        return
    context = {
        "exam": payload["title"],
        "starts": shown_instant(payload["starts_at"], learner_id),
        "course_title": course.title,
        "course_slug": course.slug,
        "lesson_id": payload["lesson_id"],
        **facts,
    }
    send_mail_to(user=learner, template=template, context=context, idempotency_key=key)
