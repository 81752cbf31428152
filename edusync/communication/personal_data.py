"""What communication keeps about people."""

from typing import Any

from edusync.communication.models import OutgoingMail
from edusync.kernel.personal_data import declare, table
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
)


def old_mails(cutoff: Any, organization_id: int) -> Any:
    """Notes of mails sent before the cutoff."""
    return OutgoingMail.unscoped.filter(organization_id=organization_id, created_at__lt=cutoff)


register_retention(
    RetentionKind(
        "communication.mails", "Notes of mails sent", 365, old_mails, minimum_days=30, person="user_id"
    ),
)
