"""What becomes of the learners of those who teach."""

from edusync.reports.engine import Chart, Column, Filter, Report

REPORT = Report(
    slug="instructor_effectiveness",
    view="report_instructor_effectiveness",
    key="figure_id",
    freshness="figures",
    group="courses",
    order="-learners",
    columns=(
        Column("figure_id", "integer", is_shown=False),
        Column("person_id", "integer", is_shown=False),
        Column("instructor", "person"),
        Column("courses", "integer", is_sortable=True),
        Column("learners", "integer", is_sortable=True),
        Column("enrolled", "integer", is_sortable=True),
        Column("completed", "integer", is_sortable=True),
        Column("completion_percent", "percent", is_sortable=True),
        Column("median_days", "decimal", is_sortable=True),
        Column("ratings", "integer", is_sortable=True),
        Column("rating", "decimal", is_sortable=True, places=2),
    ),
    filters=(
        Filter("name", "text", "instructor", people="person_id"),
        Filter("minimum_learners", "minimum", "learners"),
        Filter("minimum_rating", "minimum", "rating"),
    ),
    charts=(
        Chart(
            "radar",
            "instructor",
            ("courses", "learners", "completion_percent", "rating"),
            order="-learners",
            limit=5,
        ),
        Chart("bar", "instructor", ("enrolled", "completed"), order="-learners", limit=15),
    ),
)
