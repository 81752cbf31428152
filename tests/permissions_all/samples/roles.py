"""An own role, held by somebody."""

from edusync.identity.services import grant_role
from edusync.identity.services.role_editor import create_role
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Ids of the role and of the assignment; a permission is a word of the code."""
    role = create_role(name="Canteen", organization_id=school.organization.pk, created_by=None)
    assignment = grant_role(user_id=school.learner.pk, role_code="canteen", granted_by=None)
    return {
        "role_id": str(role.pk),
        "/api/v1/role-assignments/:assignment_id": str(assignment.pk),
        "permission": "identity:person:read",
    }
