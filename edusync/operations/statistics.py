"""Numbers of the landing page that come from the apps above people."""

from edusync.courses.queries.names import published_course_count
from edusync.credentials.queries import issued_certificate_count
from edusync.identity.queries import default_organization_id, register_statistic


def courses() -> int:
    """Published courses of the default organization."""
    return published_course_count(default_organization_id() or 0)


def certificates() -> int:
    """Certificates issued by the default organization."""
    return issued_certificate_count(default_organization_id() or 0)


def register() -> None:
    """Show both numbers."""
    register_statistic("courses", courses)
    register_statistic("certificates", certificates)
