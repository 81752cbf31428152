"""Who must know when the seats of a course change: the enrollment app registers, courses imports none of it."""

from collections.abc import Callable

SeatWatcher = Callable[[int], object]
# A change of one of these columns may free a seat for somebody in line.
SEAT_COLUMNS = frozenset({"capacity", "is_waitlist_on"})
_watchers: list[SeatWatcher] = []


def register_seat_watcher(watcher: SeatWatcher) -> None:
    """Call `watcher(course_id)` in the transaction that changed the seats."""
    if watcher not in _watchers:
        _watchers.append(watcher)


def tell_of_seats(course_id: int) -> None:
    """Let the watchers know, inside the caller's transaction."""
    for watcher in _watchers:
        watcher(course_id)
