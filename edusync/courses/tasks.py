"""Background work of the app."""

from edusync.courses.services import publish_due_courses
from edusync.kernel.tasks import periodic


@periodic("courses.publish_due", every_seconds=60)
def publish_due() -> None:
    """Publish the courses whose time has come."""
    publish_due_courses()
