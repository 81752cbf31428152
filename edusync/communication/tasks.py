"""Background work of the app."""

from edusync.communication.calendar.entries import purge_deleted_entries
from edusync.kernel.tasks import periodic

DAY_SECONDS = 86_400


@periodic("communication.purge_entries", every_seconds=DAY_SECONDS)
def purge_entries() -> None:
    """Drop calendar entries that were deleted long ago."""
    purge_deleted_entries()
