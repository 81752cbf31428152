"""Columns without a foreign key, and columns that others determine."""

from edusync.kernel.schema.derived import declare_derived
from edusync.kernel.schema.references import declare_reference

for kind, target in {
    "quiz": "assessment.Quiz",
    "assignment": "assessment.Assignment",
    "attendance": "grading.AttendancePlan",
}.items():
    declare_reference("grading.GradeItem", "source_id", target, source_kind=kind)

declare_derived(
    "grading.CourseGrade",
    "current_percent",
    "final_percent",
    "shown_percent",
    source="grades, columns, categories and rules of the course",
    owner="the services of grading",
    rebuild="`manage.py rebuild_grades`",
)
