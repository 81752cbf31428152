"""Pointers of the item doctor's sums to the groups of learners that they count."""

from edusync.kernel.schema.references import declare_reference

for kind, target in {"cohort": "enrollment.Cohort", "group": "enrollment.LearnerGroup"}.items():
    declare_reference("assessment.ItemGroupCount", "group_id", target, zero_means_none=True, kind=kind)
