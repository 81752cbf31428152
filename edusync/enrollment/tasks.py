"""Background work of the app."""

from edusync.enrollment import services
from edusync.kernel.tasks import periodic, task


@periodic("enrollment.lapse_offers", every_seconds=60)
def lapse_offers() -> None:
    """Give seats nobody took in time to the next in line."""
    services.lapse_due_offers()


@periodic("enrollment.expire", every_seconds=60)
def expire() -> None:
    """End the access whose time is over."""
    services.expire_due_enrollments()


@periodic("enrollment.renew", every_seconds=3600)
def renew() -> None:
    """Begin anew what is to be taken again."""
    services.renew_due_enrollments()


@task("enrollment.warn_of_expiry")
def warn_of_expiry(enrollment_id: int, expires_at: str) -> None:
    """Tell a learner that a week is left, unless that has changed."""
    services.warn_of_expiry(enrollment_id=enrollment_id, expires_at=expires_at)
