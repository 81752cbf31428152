"""Pointers of the item doctor's sums to the groups of learners that they count; seats that triggers count."""

from edusync.kernel.schema.derived import declare_counter
from edusync.kernel.schema.references import declare_reference

for kind, target in {"cohort": "enrollment.Cohort", "group": "enrollment.LearnerGroup"}.items():
    declare_reference("assessment.ItemGroupCount", "group_id", target, zero_means_none=True, kind=kind)
declare_counter(
    "assessment.ExamSitting",
    "seats_taken",
    sql=(
        "SELECT COUNT(*) FROM assessment_exam_registration r WHERE r.sitting_id = {row}.id"
        " AND r.state <> 'canceled'"
    ),
    source="registrations that were not canceled",
    owner="triggers `exam_seat_on_*`",
)
