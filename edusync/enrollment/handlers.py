"""What this app does when something happens elsewhere."""

from typing import Any

from edusync.enrollment.services import rules
from edusync.identity.events import PeopleMoved
from edusync.kernel.events import on


@on(PeopleMoved)
def follow_people(payload: dict[str, Any], event_id: int) -> None:
    """Bring people into the courses that rules name for them, and withdraw them where rules ask for it."""
    rules.people_moved(user_ids=payload["user_ids"])
