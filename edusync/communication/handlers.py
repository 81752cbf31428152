"""Mails that follow from what happens in the apps below."""

from typing import Any

from edusync.communication import (  # noqa: F401 - register their handlers
    enrollment_handlers,
    exam_handlers,
    file_handlers,
    live_handlers,
    mark_handlers,
    review_handlers,
)
from edusync.communication.services import send_mail_to
from edusync.grading.queries.regrades import answered_request
from edusync.identity.queries import person
from edusync.kernel.events import on


@on("grading.regrade_answered")
def mail_regrade(payload: dict[str, Any], event_id: int) -> None:
    """Tell the learner what came of the second look."""
    facts = answered_request(payload["request_id"])
    learner = person(facts["learner_id"]) if facts else None
    if facts is not None and learner is not None:
        send_mail_to(
            user=learner,
            template="regrade_changed" if facts["is_changed"] else "regrade_kept",
            context={name: facts[name] for name in ("course_title", "course_slug", "item", "answer")},
            idempotency_key=f"regrade:{payload['request_id']}",
        )


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
