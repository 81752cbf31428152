"""What privacy itself keeps about people."""

from edusync.kernel.personal_data import clear, declare, keep, secret, table

PROOF = "Proves what the person agreed to, and that a request was answered. The law asks for it."

declare(
    table(
        "privacy.ConsentRecord",
        "user_id",
        purpose="accountability",
        retention="law",
        on_erasure="keep",
        reason=PROOF,
        columns={"evidence": keep("technical", PROOF)},
        others=("recorded_by",),
        also_exported=("purpose__code", "purpose__version"),
    ),
    table(
        "privacy.PolicyAcceptance",
        "user_id",
        purpose="accountability",
        retention="law",
        on_erasure="keep",
        reason=PROOF,
        columns={"evidence": keep("technical", PROOF)},
        also_exported=("document__kind", "document__version"),
    ),
    table(
        "privacy.DataSubjectRequest",
        "user_id",
        purpose="accountability",
        retention="law",
        reason=PROOF,
        columns={
            "note": clear("identity"),
            "decision_reason": clear("identity"),
            "due_on": keep("technical", PROOF),
            "archive_name": secret(),
            "failure": clear("technical"),
        },
        others=("assigned_to", "decided_by"),
        plain=("progress",),
    ),
    table(
        "privacy.LegalHold",
        "user_id",
        purpose="accountability",
        retention="law",
        on_erasure="keep",
        reason=PROOF,
        columns={"reason": keep("special", "A released hold stays on record.")},
        others=("placed_by",),
    ),
    table(
        "privacy.ErasureReceipt",
        "request__user_id",
        purpose="accountability",
        retention="law",
        on_erasure="keep",
        reason=PROOF,
        plain=("code", "entries", "proof"),
    ),
    table("privacy.ConsentPurpose", purpose="accountability", retention="law", others=("created_by",)),
    table("privacy.PolicyDocument", purpose="accountability", retention="law", others=("created_by",)),
    table("privacy.RetentionRule", purpose="accountability", others=("changed_by",)),
)
