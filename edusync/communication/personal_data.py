"""What communication keeps about people."""

from edusync.kernel.personal_data import declare, table

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
