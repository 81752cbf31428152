"""Numbers of the landing page that come from the apps above people."""

from edusync.courses.queries.names import published_course_count
from edusync.credentials.queries import issued_certificate_count
from edusync.identity.queries import register_statistic
from edusync.kernel.tenancy import current_organization_id


def courses() -> int:
    """Published courses of the organization in context."""
    return published_course_count(current_organization_id())


def certificates() -> int:
    """Certificates issued by the organization in context."""
    return issued_certificate_count(current_organization_id())


def register() -> None:
    """Show both numbers."""
    register_statistic("courses", courses)
    register_statistic("certificates", certificates)
