"""Background entry points of credentials."""

from edusync.credentials import services
from edusync.kernel.tasks import periodic, task


@task(services.ISSUE_TASK)
def issue_certificate(certificate_id: int) -> None:
    """Issue one certificate that the repair found overdue."""
    services.issue_certificate(certificate_id=certificate_id)


@periodic("credentials.repair", every_seconds=300)
def repair_certificates() -> None:
    """Help certificates that were missed."""
    services.repair_certificates()
