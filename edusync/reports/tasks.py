"""Background work of reports."""

from edusync.kernel.tasks import periodic, task
from edusync.reports.services import exports, summaries

HOUR = 3600


@task("reports.run_export")
def run_export(export_id: int) -> None:
    """Make the file of an export."""
    exports.run_export(export_id)


@periodic("reports.drop_expired_exports", every_seconds=HOUR)
def drop_expired_exports() -> None:
    """Take files whose week is over out of the store."""
    exports.drop_expired_exports()


@periodic("reports.refresh_summaries", every_seconds=HOUR)
def refresh_summaries() -> None:
    """Bring the summaries of all organizations in line with what happened since."""
    summaries.refresh_all_organizations()
