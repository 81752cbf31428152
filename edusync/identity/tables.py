"""Pointers of people and of the kernel that no foreign key guards, and tables divided by months."""

from edusync.kernel.schema.partitions import declare_partitioned
from edusync.kernel.schema.references import declare_no_reference, declare_reference

ORGANIZATION = "identity.Organization"

declare_reference("kernel.OutboxEvent", "organization_id", ORGANIZATION)
declare_reference("kernel.LiveMessage", "organization_id", ORGANIZATION)
declare_reference("kernel.LiveMessage", "user_id", "identity.User")
declare_reference("identity.LoginAttempt", "user_id", "identity.User")
# Files know people, so people cannot have keys to files.
declare_reference("identity.UserProfile", "avatar_file_id", "files.FileObject")
declare_reference(ORGANIZATION, "logo_file_id", "files.FileObject")
declare_reference(ORGANIZATION, "icon_file_id", "files.FileObject")
declare_reference("identity.RoleAssignment", "scope_id", "identity.OrganizationUnit", scope="unit")
declare_reference("identity.RoleAssignment", "scope_id", "courses.Course", scope="course")
declare_no_reference(
    "identity.OneTimeToken", "subject_id", "What it means depends on the purpose; tokens live for days."
)

declare_partitioned("identity.LoginAttempt", "occurred_at")
declare_partitioned("kernel.OutboxEvent", "created_at")
