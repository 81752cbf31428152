"""Mails that follow from what happens in the apps below."""

from typing import Any

from edusync.communication import live_handlers, review_handlers  # noqa: F401 - register their handlers
from edusync.communication.services import send_mail_to
from edusync.courses.queries.names import courses_named
from edusync.identity.queries import person
from edusync.kernel.events import on


@on("credentials.certificate_issued")
def mail_certificate(payload: dict[str, Any], event_id: int) -> None:
    """Congratulate the learner and link the certificate."""
    learner = person(payload["learner_id"])
    if learner is not None:
        send_mail_to(
            user=learner,
            template="certificate_issued",
            context={name: payload[name] for name in ("course_title", "code", "verify_url", "pdf_url")},
            idempotency_key=f"certificate:{payload['certificate_id']}",
        )


@on("enrollment.learner_enrolled")
def mail_enrollment(payload: dict[str, Any], event_id: int) -> None:
    """Welcome the learner to the course, the first time only."""
    learner = person(payload["learner_id"])
    course = courses_named([payload["course_id"]]).get(payload["course_id"])
    if learner is not None and course is not None:
        send_mail_to(
            user=learner,
            template="enrolled",
            context={"course_title": course.title, "course_slug": course.slug},
            idempotency_key=f"enrolled:{payload['enrollment_id']}",
        )
