"""How much courses are looked at, kept for later and taken, by month."""

from edusync.reports.engine import Chart, Column, Drill, Filter, Report

REPORT = Report(
    slug="course_popularity",
    view="report_course_popularity",
    key="month_id",
    scope="course",
    freshness="figures",
    group="courses",
    order="-month",
    columns=(
        Column("month_id", "integer", is_shown=False),
        Column("course_id", "integer", is_shown=False),
        Column("month", "date", is_sortable=True),
        Column("course", "course"),
        Column("views", "integer", is_sortable=True),
        Column("saved", "integer", is_sortable=True),
        Column("enrolled", "integer", is_sortable=True),
    ),
    filters=(
        Filter("course", "course", "course_id"),
        Filter("title", "text", "course"),
        Filter("month_from", "date_from", "month"),
        Filter("month_to", "date_to", "month"),
        Filter("minimum_enrolled", "minimum", "enrolled"),
    ),
    charts=(
        Chart(
            "bar",
            "course",
            ("views", "saved", "enrolled"),
            order="-enrolled",
            limit=15,
            is_summed=True,
            by="course_id",
        ),
        Chart("line", "month", ("views", "saved", "enrolled"), order="-month", limit=24, is_summed=True),
    ),
    drills=(Drill("course", "student_progress", (("course", "course_id"),)),),
)
