"""Background work of reports."""

from edusync.kernel.tasks import periodic, task
from edusync.reports.services import deliveries, exports, research, summaries

HOUR = 3600
MINUTE = 60


@task("reports.run_export")
def run_export(export_id: int) -> None:
    """Make the file of an export."""
    exports.run_export(export_id)


@task(deliveries.TASK)
def deliver(delivery_id: int) -> None:
    """Make and mail one receiver's file of a scheduled report."""
    deliveries.deliver(delivery_id)


@periodic("reports.run_due_schedules", every_seconds=MINUTE)
def run_due_schedules() -> None:
    """Start scheduled reports whose time has come, and try again what failed."""
    deliveries.run_due_schedules()


@task(research.TASK)
def run_research_export(export_id: int) -> None:
    """Make a data set for research."""
    research.run_research_export(export_id)


@periodic("reports.drop_expired_data_sets", every_seconds=HOUR)
def drop_expired_data_sets() -> None:
    """Take data sets whose week is over out of the store."""
    research.drop_expired_data_sets()


@periodic("reports.drop_expired_exports", every_seconds=HOUR)
def drop_expired_exports() -> None:
    """Take files whose week is over out of the store."""
    exports.drop_expired_exports()


@periodic("reports.refresh_summaries", every_seconds=HOUR)
def refresh_summaries() -> None:
    """Bring the summaries of all organizations in line with what happened since."""
    summaries.refresh_all_organizations()
