"""Pointers of rules to what their kind says."""

from edusync.kernel.schema.derived import declare_counter
from edusync.kernel.schema.references import declare_reference

for kind, target in {
    "group": "identity.Group",
    "unit": "identity.OrganizationUnit",
    "job_role": "identity.JobRole",
}.items():
    declare_reference("enrollment.EnrollmentRule", "target_id", target, kind=kind)

# Seats of a course, and of a cohort of it.
for label, pointer in (("courses.Course", "course_id"), ("enrollment.Cohort", "cohort_id")):
    declare_counter(
        label,
        "seats_taken",
        sql=(
            f"SELECT COUNT(*) FROM enrollment_enrollment e WHERE e.{pointer} = {{row}}.id"  # noqa: S608
            " AND e.status IN ('active', 'completed', 'paused') AND e.deleted_at IS NULL"
        ),
        source="live enrollments that are active, paused or completed",
        owner="triggers `enrollment_seat_on_*`",
    )
    declare_counter(
        label,
        "seats_offered",
        sql=(
            f"SELECT COUNT(*) FROM enrollment_waitlist_offer o WHERE o.{pointer} = {{row}}.id"  # noqa: S608
            " AND o.answer = 'open'"
        ),
        source="open offers to people on the waitlist",
        owner="triggers `waitlist_offer_seat_on_*`",
    )
