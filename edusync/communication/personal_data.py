"""What communication keeps about people."""

from typing import Any

from edusync.communication.models import OutgoingMail
from edusync.kernel.personal_data import clear, declare, secret, table
from edusync.kernel.retention import RetentionKind, register_retention

declare(
    table(
        "communication.OutgoingMail",
        "user_id",
        purpose="communication",
        retention="rule",
        on_erasure="delete",
        plain=("idempotency_key", "template", "language"),
    ),
    table(
        "communication.CalendarEvent",
        "owner_id",
        purpose="learning",
        retention="membership",
        on_erasure="delete",
        columns={"title": clear("learning"), "note": clear("learning")},
    ),
    table(
        "communication.CalendarFeed",
        "owner_id",
        purpose="learning",
        retention="membership",
        on_erasure="delete",
        columns={"secret_hash": secret()},
    ),
    table(
        "communication.LearningGoal",
        "learner_id",
        purpose="learning",
        retention="membership",
        on_erasure="delete",
        columns={"minutes": clear("learning")},
    ),
)


def old_mails(cutoff: Any, organization_id: int) -> Any:
    """Notes of mails sent before the cutoff."""
    return OutgoingMail.unscoped.filter(organization_id=organization_id, created_at__lt=cutoff)


register_retention(
    RetentionKind(
        "communication.mails", "Notes of mails sent", 365, old_mails, minimum_days=30, person="user_id"
    ),
)
