"""Background work of this app."""

from edusync.integrations import services
from edusync.kernel.tasks import task


@task("integrations.run_import")
def run_import(job_id: int) -> None:
    """Import the package of a job."""
    services.run_import(job_id)
