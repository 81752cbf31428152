"""What the identity app announces."""

import dataclasses
from collections.abc import Iterable

from edusync.kernel import events
from edusync.kernel.events import event
from edusync.kernel.tenancy import organization_context

# More people than this are told of as "everybody may have changed".
MOST_NAMED = 1000


@event("identity.people_moved")
@dataclasses.dataclass(frozen=True)
class PeopleMoved:
    """People came into an organization, a group, a unit or a job role, or out of it. No ids: it may be anybody."""

    user_ids: list[int]


def announce_people_moved(user_ids: Iterable[int], *, organization_id: int) -> None:
    """Publish PeopleMoved for the organization, in the caller's transaction. Nobody named: it may be anybody."""
    named = sorted(set(user_ids))
    with organization_context(organization_id):
        events.publish(PeopleMoved(named if len(named) <= MOST_NAMED else []), needs_listener=True)
