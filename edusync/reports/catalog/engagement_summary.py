"""How much, how attentively and how lately everybody learns."""

from edusync.reports.engine import Chart, Column, Drill, Filter, Report

REPORT = Report(
    slug="engagement_summary",
    view="report_engagement_summary",
    key="figure_id",
    freshness="figures",
    group="learners",
    order="-last_active_at",
    columns=(
        Column("figure_id", "integer", is_shown=False),
        Column("person_id", "integer", is_shown=False),
        Column("person", "person"),
        Column("sessions", "integer"),
        Column("seconds", "duration"),
        Column("focus_seconds", "duration", is_sortable=True),
        Column("engagement_percent", "percent", is_sortable=True),
        Column("streak_days", "integer", is_sortable=True),
        Column("enrolled", "integer"),
        Column("completed", "integer"),
        Column("last_active_at", "datetime", is_sortable=True),
    ),
    filters=(
        Filter("name", "text", "person", people="person_id"),
        Filter("active_from", "date_from", "last_active_at"),
        Filter("active_to", "date_to", "last_active_at"),
        Filter("minimum_engagement", "minimum", "engagement_percent"),
        Filter("person", "person", "person_id"),
    ),
    charts=(
        Chart(
            "line",
            "day",
            ("sessions", "seconds"),
            order="-day",
            limit=30,
            is_summed=True,
            view="report_learning_days",
            columns=(Column("day", "date"),),
        ),
        Chart(
            "radar",
            "person",
            ("sessions", "focus_seconds", "engagement_percent", "streak_days", "completed"),
            order="-focus_seconds",
            limit=5,
        ),
    ),
    drills=(Drill("person", "student_progress", (("person", "person_id"),)),),
)
