"""How many of those enrolled complete a course and get its certificate, and how long that takes them."""

from edusync.reports.engine import Chart, Column, Drill, Filter, Report

REPORT = Report(
    slug="course_completion",
    view="report_course_completion",
    key="figure_id",
    scope="course",
    freshness="figures",
    group="courses",
    order="-enrolled",
    columns=(
        Column("figure_id", "integer", is_shown=False),
        Column("course_id", "integer", is_shown=False),
        Column("course", "course", is_sortable=True),
        Column("status", "choice"),
        Column("enrolled", "integer", is_sortable=True),
        Column("completed", "integer", is_sortable=True),
        Column("completion_percent", "percent", is_sortable=True),
        Column("certified", "integer", is_sortable=True),
        Column("certified_percent", "percent", is_sortable=True),
        Column("withdrawn", "integer", is_sortable=True),
        Column("median_days", "decimal", is_sortable=True),
    ),
    filters=(
        Filter("title", "text", "course"),
        Filter(
            "status",
            "choice",
            "status",
            choices=("draft", "in_review", "changes_requested", "approved", "published", "archived"),
        ),
        Filter("minimum_enrolled", "minimum", "enrolled"),
    ),
    charts=(
        Chart("bar", "course", ("enrolled", "completed", "certified"), order="-enrolled", limit=15),
        Chart("bar", "course", ("completion_percent", "certified_percent"), order="-enrolled", limit=15),
    ),
    drills=(Drill("course", "student_progress", (("course", "course_id"),)),),
)
