"""Guardians of the demo school: what is shared, what is kept, and one who was only asked."""

from edusync.identity.models import GuardianRelationship, Organization, User
from edusync.identity.services import guardians
from edusync.kernel import clock
from edusync.kernel.policy import Actor


def create_guardians(organization: Organization, people: dict[str, User]) -> None:
    """Leila's mother sees progress, grades and deadlines; she also looks after Noah, who shares nothing. Leila asked her aunt, too."""
    leila, noah, farah = people["learner"], people["noah"], people["guardian"]
    for child in (leila, noah):
        GuardianRelationship.objects.create(
            learner=child,
            guardian=farah,
            kind=GuardianRelationship.Kind.MOTHER,
            is_primary=True,
            status=GuardianRelationship.Status.VERIFIED,
            verified_at=clock.now(),
            added_by=people["admin"],
        )
    by_leila = Actor(user_id=leila.pk, organization_id=organization.pk, label=leila.display_name)
    shared = GuardianRelationship.objects.get(learner=leila)
    for scope in ("progress", "grades", "deadlines"):
        guardians.grant_consent(relationship_id=shared.pk, scope=scope, granted_by=by_leila)
    guardians.invite_guardian(
        learner_id=leila.pk,
        email="salma.haddad@demo.edusync.test",
        first_name="Salma",
        last_name="Haddad",
        kind=GuardianRelationship.Kind.OTHER,
        invited_by=by_leila,
    )
