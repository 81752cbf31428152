"""A device on which the learner is signed in."""

from edusync.identity.models import UserSession
from edusync.kernel import clock
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """The id of the session."""
    row = UserSession.objects.create(
        user=school.learner, session_key="a-key-of-the-walk", last_seen_at=clock.now()
    )
    return {"session_id": str(row.pk)}
