"""Background entry points."""

from edusync.audit import services
from edusync.kernel.tasks import periodic, task

DAY = 24 * 3600


@periodic("audit.anchor", every_seconds=DAY)
def anchor() -> None:
    """Check all chains and anchor them, once a day."""
    services.anchor_all()


@task("audit.check_chain")
def check_chain(*, organization_id: int) -> None:
    """Check and anchor one chain, because an auditor asked."""
    services.anchor_chain(organization_id=organization_id)
