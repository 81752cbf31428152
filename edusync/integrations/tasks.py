"""Background work of this app."""

from edusync.integrations import services
from edusync.integrations.services import people
from edusync.kernel.tasks import periodic, task

DAY = 24 * 3600


@task("integrations.run_import")
def run_import(job_id: int) -> None:
    """Import the package of a job."""
    services.run_import(job_id)


@task("integrations.run_people_import")
def run_people_import(job_id: int) -> None:
    """Check or run a people import; a second delivery goes on where the first was stopped."""
    people.run_people_import(job_id)


@periodic("integrations.forget_old_uploads", every_seconds=DAY)
def forget_old_uploads() -> None:
    """Drop what old people imports still hold of people's data."""
    people.forget_old_uploads()
