"""What reports keep about people: sums that can be made anew, and what somebody asked for."""

from edusync.kernel.personal_data import declare, table

declare(
    table(
        "reports.UserDailyActivity", "user_id", purpose="teaching", retention="record", on_erasure="delete"
    ),
    table(
        "reports.DashboardMetric",
        "user_id",
        purpose="teaching",
        retention="record",
        on_erasure="delete",
        plain=("metric",),
    ),
)
