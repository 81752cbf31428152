"""Background entry points."""

from edusync.assessment import bank_places
from edusync.assessment.doctor.counting import count_waiting, list_earlier_attempts
from edusync.assessment.services import bank_backfill, close_expired_attempts
from edusync.kernel.tasks import periodic

# Loaded with the app: what they register counts.
REGISTERED = (bank_backfill, bank_places)


@periodic("assessment.close_expired_attempts", every_seconds=60)
def close_attempts() -> None:
    """Submit the attempts whose time is up."""
    close_expired_attempts()


@periodic("assessment.count_items", every_seconds=300)
def count_items() -> None:
    """Let the item doctor count first attempts that were scored since the last time."""
    list_earlier_attempts()
    count_waiting()
