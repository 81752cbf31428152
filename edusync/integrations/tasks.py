"""Background work of this app."""

from edusync.integrations import services
from edusync.integrations.services import cartridge_export, exporting, people  # noqa: F401 - offers its export
from edusync.kernel.tasks import periodic, task

HOUR = 3600
DAY = 24 * HOUR


@task("integrations.run_import")
def run_import(job_id: int) -> None:
    """Import the package of a job."""
    services.run_import(job_id)


@task("integrations.run_export")
def run_export(job_id: int) -> None:
    """Write the file of an export."""
    exporting.run_export(job_id)


@periodic("integrations.drop_expired_exports", every_seconds=HOUR)
def drop_expired_exports() -> None:
    """Take the files of exports whose day is over out of the store."""
    exporting.drop_expired_exports()


@task("integrations.run_people_import")
def run_people_import(job_id: int) -> None:
    """Check or run a people import; a second delivery goes on where the first was stopped."""
    people.run_people_import(job_id)


@periodic("integrations.forget_old_uploads", every_seconds=DAY)
def forget_old_uploads() -> None:
    """Drop what old people imports still hold of people's data."""
    people.forget_old_uploads()
