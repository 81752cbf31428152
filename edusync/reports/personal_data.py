"""What reports keep about people: sums that can be made anew, and what somebody asked for."""

from edusync.kernel.personal_data import declare, keep, table
from edusync.reports.export_veil import veil_quiz_sums

declare(
    table(
        "reports.UserDailyActivity",
        "user_id",
        purpose="teaching",
        retention="record",
        on_erasure="delete",
        plain=("day",),
    ),
    table(
        "reports.DashboardMetric",
        "user_id",
        purpose="teaching",
        retention="record",
        on_erasure="delete",
        plain=("metric",),
    ),
    table(
        "reports.EnrollmentDay",
        "user_id",
        purpose="teaching",
        retention="record",
        on_erasure="keep",
        reason="A sum of the record of learning, which stays under a number that leads to nobody any more.",
        columns={"day": keep("learning", "Without it the numbers of the course would change.")},
    ),
    table(
        "reports.PersonFigure",
        "user_id",
        purpose="teaching",
        retention="record",
        on_erasure="delete",
        veil=veil_quiz_sums,
    ),
    table(
        "reports.InstructorFigure",
        "user_id",
        purpose="teaching",
        retention="record",
        on_erasure="delete",
    ),
    # A report belongs to the organization; its owner is who wrote it down.
    table("reports.ReportDefinition", purpose="teaching", retention="record", others=("owner",)),
    table("reports.ReportSchedule", purpose="teaching", retention="record", others=("owner",)),
    # The file is gone after some days by itself, with everything it says about people.
    table("reports.ReportExport", purpose="teaching", retention="record", others=("requested_by",)),
    table("reports.ReportShare", "user_id", purpose="teaching", retention="membership", on_erasure="delete"),
    table(
        "reports.ReportReceiver", "user_id", purpose="teaching", retention="membership", on_erasure="delete"
    ),
    table(
        "reports.ReportDelivery",
        "user_id",
        purpose="teaching",
        retention="membership",
        on_erasure="delete",
        # Why a file could not be made: the code of a problem.
        plain=("problem",),
    ),
    # Nobody can be found in a data set; its row says who asked for it.
    table("reports.ResearchExport", purpose="teaching", retention="record", others=("requested_by",)),
)
