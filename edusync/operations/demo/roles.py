"""An own role of the demo school, held by one of its people."""

from edusync.identity.models import Organization, User
from edusync.identity.services import grant_role
from edusync.identity.services.role_editor import create_role
from edusync.kernel.policy import Permission

COORDINATOR = (
    Permission.PERSON_READ,
    Permission.ROLE_READ,
    Permission.ENROLLMENT_READ,
    Permission.ENROLLMENT_MANAGE,
    Permission.PROGRESS_READ,
    Permission.CERTIFICATE_READ,
)


def create_roles(organization: Organization, people: dict[str, User]) -> None:
    """A course coordinator: sees people and what they learn, and looks after enrollments."""
    create_role(
        name="Course coordinator",
        description="Looks after enrollments and sees how far learners are.",
        permissions=COORDINATOR,
        organization_id=organization.pk,
        created_by=people["admin"].pk,
    )
    grant_role(user_id=people["tomas"].pk, role_code="course-coordinator", granted_by=people["admin"].pk)
