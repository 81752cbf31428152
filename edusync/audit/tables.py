"""Pointers of the audit log, which has no foreign keys because it outlives what it names, and its division by months."""

from edusync.kernel.schema.partitions import declare_partitioned
from edusync.kernel.schema.references import declare_reference

for table in ("audit.AuditEvent", "audit.AuditChain", "audit.AuditAnchor"):
    # 0 is the platform's own chain.
    declare_reference(table, "organization_id", "identity.Organization", zero_means_none=True)
for column in ("actor_id", "subject_id", "impersonator_id"):
    declare_reference("audit.AuditEvent", column, "identity.User")

declare_partitioned(
    "audit.AuditEvent",
    "created_at",
    stays_because="The audit log stays whole: every event's digest follows from the one before it.",
)
