"""The one machine of enrollments: which change of status is possible. The trigger `enrollment_status_change` says the same."""

from collections.abc import Mapping

# "" is the beginning: there was no enrollment.
ALLOWED: Mapping[str, frozenset[str]] = {
    "": frozenset({"invited", "pending", "waitlisted", "active"}),
    "invited": frozenset({"active", "pending", "waitlisted", "withdrawn", "expired"}),
    "pending": frozenset({"active", "waitlisted", "rejected", "withdrawn"}),
    "waitlisted": frozenset({"active", "pending", "withdrawn", "rejected"}),
    "active": frozenset({"paused", "suspended", "completed", "withdrawn", "expired"}),
    "paused": frozenset({"active", "suspended", "withdrawn", "expired", "completed"}),
    "suspended": frozenset({"active", "withdrawn", "expired"}),
    "completed": frozenset({"active", "expired"}),
    "withdrawn": frozenset({"invited", "active", "pending", "waitlisted"}),
    "rejected": frozenset({"invited", "pending", "active", "waitlisted"}),
    "expired": frozenset({"invited", "active", "pending", "waitlisted"}),
}
# Who has one of these sits on a seat: a break of one's own keeps it, a suspension frees it.
HOLDS_SEAT = frozenset({"active", "completed", "paused"})
# What a learner may leave: a course completed is not left any more.
LEAVABLE = frozenset({"active", "paused", "invited", "pending", "waitlisted"})
# Who can work in a group: who takes the course, or takes a break from it.
IN_GROUPS = ("active", "paused", "completed")
# From here one comes in anew, with the progress of before.
ENDED = frozenset({"withdrawn", "rejected", "expired"})


def is_allowed(before: str, after: str) -> bool:
    """Whether an enrollment may go from one status to the other; "" stands for none yet."""
    return after in ALLOWED.get(before, frozenset())


def holds_seat(status: str) -> bool:
    """Whether a seat is taken by an enrollment in this status."""
    return status in HOLDS_SEAT
