"""How many learn in a course: on a day, in its week, in its month."""

from edusync.reports.engine import Chart, Column, Drill, Filter, Report

REPORT = Report(
    slug="active_students",
    view="report_active_students",
    key="statistic_id",
    scope="course",
    freshness="figures",
    group="learners",
    order="-day",
    columns=(
        Column("statistic_id", "integer", is_shown=False),
        Column("course_id", "integer", is_shown=False),
        Column("day", "date", is_sortable=True),
        Column("course", "course"),
        Column("daily", "integer"),
        Column("weekly", "integer"),
        Column("monthly", "integer"),
        Column("sessions", "integer"),
        Column("seconds", "duration"),
    ),
    filters=(
        Filter("course", "course", "course_id"),
        Filter("day_from", "date_from", "day"),
        Filter("day_to", "date_to", "day"),
        Filter("minimum_daily", "minimum", "daily"),
    ),
    charts=(Chart("line", "day", ("daily", "weekly", "monthly"), order="-day", limit=50, is_summed=True),),
    drills=(Drill("course", "student_progress", (("course", "course_id"),)),),
)
