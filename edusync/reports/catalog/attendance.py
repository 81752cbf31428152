"""Who was at which meeting."""

from edusync.reports.engine import Chart, Column, Drill, Filter, Report

STATES = ("present", "late", "absent", "excused")

REPORT = Report(
    slug="attendance",
    view="report_attendance",
    key="record_id",
    scope="course",
    group="learners",
    order="-record_id",
    sort_needs="course",
    columns=(
        Column("record_id", "integer", is_shown=False),
        Column("course_id", "integer", is_shown=False),
        Column("person_id", "integer", is_shown=False),
        Column("person", "person"),
        Column("course", "course"),
        Column("starts_at", "datetime", is_sortable=True),
        Column("meeting"),
        Column("kind", "choice"),
        Column("state", "choice", is_sortable=True),
        Column("source", "choice"),
        Column("checked_in_at", "datetime"),
        Column("meetings", "integer", is_shown=False),
    ),
    filters=(
        Filter("course", "course", "course_id"),
        Filter("name", "text", "person", people="person_id"),
        Filter("together", "together", "person_id"),
        Filter("state", "choice", "state", choices=STATES),
        Filter("starts_from", "date_from", "starts_at"),
        Filter("starts_to", "date_to", "starts_at"),
        Filter("person", "person", "person_id"),
    ),
    charts=(Chart("bar", "state", ("meetings",), order="-meetings", is_summed=True, needs="course"),),
    drills=(
        Drill("person", "attendance", (("person", "person_id"), ("course", "course_id"))),
        Drill("course", "attendance", (("course", "course_id"),)),
    ),
)
