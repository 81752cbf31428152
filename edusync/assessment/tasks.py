"""Background entry points."""

from edusync.assessment.services import close_expired_attempts
from edusync.kernel.tasks import periodic


@periodic("assessment.close_expired_attempts", every_seconds=60)
def close_attempts() -> None:
    """Submit the attempts whose time is up."""
    close_expired_attempts()
