"""Who must know at once that somebody leaves a course: apps above register, enrollment imports none of them.

Events are delivered later; what a departure frees for others (a seat in an exam) is freed in its own transaction.
"""

from collections.abc import Callable

from edusync.enrollment.models import Enrollment

# Called with the enrollment in its new status, and the id of whoever changed it; None where time did.
DepartureWatcher = Callable[[Enrollment, int | None], None]
# Out of the course: no lesson opens any more. A break of one's own is none of them.
OUT = frozenset({"withdrawn", "suspended", "expired"})
_watchers: list[DepartureWatcher] = []


def register_departure_watcher(watcher: DepartureWatcher) -> None:
    """Call `watcher(enrollment, by_id)` in the transaction in which somebody leaves; the enrollment's row is held."""
    if watcher not in _watchers:
        _watchers.append(watcher)


def tell_of_departure(enrollment: Enrollment, by_id: int | None) -> None:
    """Let the watchers know, where the status is one of those that are out of the course."""
    if enrollment.status in OUT:
        for watcher in _watchers:
            watcher(enrollment, by_id)
