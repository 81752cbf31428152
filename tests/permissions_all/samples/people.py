"""Invitations and what belongs to people."""

from edusync.identity.models import CustomField, JobRole, SavedView
from edusync.identity.services import invite_person
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Ids of an invitation, an own field, a job role and a saved view."""
    organization_id = school.organization.pk
    invitation = invite_person(
        email="invited@example.org", organization_id=organization_id, invited_by=school.admin.pk
    )
    field = CustomField.objects.create(key="house", label="House")
    job_role = JobRole.objects.create(name="Nurse")
    view = SavedView.objects.create(user=school.admin, name="All")
    return {
        "/api/v1/invitations/:pk": str(invitation.pk),
        "/api/v1/custom-fields/:pk": str(field.pk),
        "/api/v1/job-roles/:pk": str(job_role.pk),
        "/api/v1/people/views/:pk": str(view.pk),
    }
