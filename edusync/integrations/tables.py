"""Pointers of rosters to the rows that they stand for."""

from edusync.kernel.schema.references import declare_reference

for kind, target in {
    "org": "identity.OrganizationUnit",
    "session": "identity.AcademicTerm",
    "user": "identity.User",
    "class": "enrollment.Cohort",
}.items():
    # 0 is somebody who has not joined yet, or the organization itself.
    declare_reference("integrations.RosterLink", "target_id", target, zero_means_none=True, kind=kind)
