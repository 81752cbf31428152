"""Every mark of every learner, and what they come to."""

from edusync.reports.engine import Chart, Column, Drill, Filter, Report

KINDS = ("quiz", "exam", "assignment", "attendance", "discussion", "custom")
STATES = ("none", "needs_marking", "graded", "missing", "excused")

REPORT = Report(
    slug="gradebook",
    view="report_gradebook",
    key="grade_id",
    scope="course",
    group="learners",
    order="-grade_id",
    sort_needs="course",
    columns=(
        Column("grade_id", "integer", is_shown=False),
        Column("course_id", "integer", is_shown=False),
        Column("person_id", "integer", is_shown=False),
        Column("person", "person"),
        Column("course", "course"),
        Column("item"),
        Column("kind", "choice"),
        Column("state", "choice", is_sortable=True),
        Column("points", "decimal", is_sortable=True, places=3),
        Column("max_points", "decimal", places=3),
        Column("percent", "percent", is_sortable=True),
        Column("shown", "choice"),
        Column("course_percent", "percent", is_sortable=True),
        Column("updated_at", "datetime", is_sortable=True),
        Column("marks", "integer", is_shown=False),
    ),
    filters=(
        Filter("course", "course", "course_id"),
        Filter("name", "text", "person", people="person_id"),
        Filter("together", "together", "person_id"),
        Filter("item", "text", "item"),
        Filter("kind", "choice", "kind", choices=KINDS),
        Filter("state", "choice", "state", choices=STATES),
        Filter("minimum_percent", "minimum", "percent"),
        Filter("person", "person", "person_id"),
    ),
    charts=(Chart("bar", "state", ("marks",), order="-marks", is_summed=True, needs="course"),),
    drills=(
        Drill("person", "gradebook", (("person", "person_id"), ("course", "course_id"))),
        Drill("course", "gradebook", (("course", "course_id"),)),
    ),
)
