"""Every learner in every course: how far they are, and whether they are still there."""

from edusync.reports.engine import Chart, Column, Drill, Filter, Report

REPORT = Report(
    slug="student_progress",
    view="report_student_progress",
    key="enrollment_id",
    scope="course",
    group="learners",
    order="-enrollment_id",
    sort_needs="course",
    columns=(
        Column("enrollment_id", "integer", is_shown=False),
        Column("course_id", "integer", is_shown=False),
        Column("person_id", "integer", is_shown=False),
        Column("person", "person"),
        Column("course", "course"),
        Column("state", "choice"),
        Column("band", "choice", is_shown=False),
        Column("learners", "integer", is_shown=False),
        Column("percent", "percent", is_sortable=True, places=0),
        Column("seconds", "duration", is_sortable=True),
        Column("enrolled_at", "datetime", is_sortable=True),
        Column("last_access_at", "datetime", is_sortable=True),
        Column("due_at", "datetime", is_sortable=True),
        Column("completed_at", "datetime", is_sortable=True),
    ),
    filters=(
        Filter("course", "course", "course_id"),
        Filter("name", "text", "person", people="person_id"),
        Filter(
            "state",
            "choice",
            "state",
            choices=("not_started", "in_progress", "completed", "paused", "suspended", "expired"),
        ),
        Filter(
            "band",
            "choice",
            "band",
            choices=("none", "below_25", "below_50", "below_75", "below_100", "whole"),
        ),
        Filter("minimum_percent", "minimum", "percent"),
        Filter("enrolled_from", "date_from", "enrolled_at"),
        Filter("enrolled_to", "date_to", "enrolled_at"),
        Filter("person", "person", "person_id"),
    ),
    charts=(
        Chart("bar", "person", ("percent",), order="-enrollment_id", limit=20),
        Chart("bar", "band", ("learners",), order="band", is_summed=True, needs="course"),
    ),
    drills=(Drill("course", "student_progress", (("course", "course_id"),)),),
)
