"""Pointers of rules to what their kind says."""

from edusync.kernel.schema.references import declare_reference

for kind, target in {
    "group": "identity.Group",
    "unit": "identity.OrganizationUnit",
    "job_role": "identity.JobRole",
}.items():
    declare_reference("enrollment.EnrollmentRule", "target_id", target, kind=kind)
