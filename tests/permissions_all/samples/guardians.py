"""A guardian with consent, and an invitation of another one."""

from edusync.identity.services.guardians import invite_guardian
from edusync.identity.testing import actor_of_person, make_guardianship, make_person
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Ids of relationship and invitation."""
    guardian = make_person("sample-guardian", roles=("guardian",), organization=school.organization)
    row = make_guardianship(school.learner, guardian, scopes=("progress",))
    invitation = invite_guardian(
        learner_id=school.learner.pk, email="aunt@example.org", invited_by=actor_of_person(school.admin)
    )
    return {
        "/api/v1/guardianships/:uuid": str(row.uuid),
        "scope": "progress",
        "/api/v1/guardian-invitations/:pk": str(invitation.pk),
        "learner_id": str(school.learner.pk),
    }
