"""Who does best in quizzes and learns most steadily."""

from edusync.reports.engine import Chart, Column, Drill, Filter, Report

REPORT = Report(
    slug="top_students",
    view="report_top_students",
    key="figure_id",
    freshness="figures",
    group="learners",
    order="quiz_rank",
    columns=(
        Column("figure_id", "integer", is_shown=False),
        Column("person_id", "integer", is_shown=False),
        Column("quiz_rank", "integer", is_sortable=True),
        Column("person", "person"),
        Column("quiz_percent", "percent"),
        Column("quizzes", "integer"),
        Column("streak_days", "integer", is_sortable=True),
        Column("longest_streak_days", "integer"),
        Column("completed", "integer"),
    ),
    filters=(
        Filter("name", "text", "person", people="person_id"),
        Filter("minimum_quizzes", "minimum", "quizzes"),
        Filter("minimum_streak", "minimum", "streak_days"),
        Filter("person", "person", "person_id"),
    ),
    charts=(
        Chart("bar", "person", ("quiz_percent",), order="quiz_rank", limit=15),
        Chart(
            "radar",
            "person",
            ("quiz_percent", "quizzes", "streak_days", "longest_streak_days", "completed"),
            order="quiz_rank",
            limit=5,
        ),
    ),
    drills=(Drill("person", "student_progress", (("person", "person_id"),)),),
)
