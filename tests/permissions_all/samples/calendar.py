"""An entry in a calendar, and the private address of one."""

from edusync.communication.calendar.feeds import hash_secret
from edusync.communication.models import CalendarEvent, CalendarFeed
from edusync.kernel import clock
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Their ids."""
    now = clock.now()
    entry = CalendarEvent.objects.create(owner=school.learner, title="Read", starts_at=now, ends_at=now)
    secret = "walk" * 10 + "xyz"
    CalendarFeed.objects.create(owner=school.learner, secret_hash=hash_secret(secret), renewed_at=now)
    return {"entry_uuid": str(entry.uuid), "secret": secret}
