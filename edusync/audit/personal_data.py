"""What audit keeps about people."""

from edusync.kernel.personal_data import declare, keep, table

REASON = (
    "The audit log proves who did what with other people's data. The law asks for it; it cannot be changed."
)

declare(
    table(
        "audit.AuditEvent",
        "actor_id",
        purpose="accountability",
        retention="law",
        on_erasure="keep",
        reason=REASON,
        columns={
            "actor_label": keep("identity", REASON),
            "facts": keep("technical", REASON),
            "address": keep("technical", REASON),
            "agent": keep("technical", REASON),
        },
        others=("impersonator_id", "subject_id"),
        plain=("credential", "action", "target_type", "target_id", "request_id", "previous_digest", "digest"),
    ),
)
