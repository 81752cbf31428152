"""What the demo school knows of its people beside their accounts: numbers, own fields, roles at work, an invitation."""

from typing import Any

from edusync.identity.models import Organization, User
from edusync.identity.services import create_field, invite_person, save_job_role, set_job_roles, set_values
from edusync.identity.services.person_care import (
    save_instructor_profile,
    save_student_profile,
    update_personal_facts,
)
from edusync.kernel.policy import Actor

FIELDS: tuple[dict[str, Any], ...] = (
    {"label": "House", "kind": "choice", "choices": ["River", "Hill", "Meadow"], "visibility": "person"},
    {"label": "Locker", "kind": "text", "help_text": "Number on the door.", "visibility": "person"},
    {"label": "Photo permission", "kind": "yes-no", "visibility": "staff"},
)
INVITED = "new.colleague@demo.edusync.test"


def create_people_facts(organization: Organization, people: dict[str, User]) -> None:
    """Student numbers, profiles of the instructors, three own fields, a role at work, an open invitation."""
    admin = Actor(user_id=people["admin"].pk, organization_id=organization.pk, is_superuser=True)
    for facts in FIELDS:
        create_field(facts=facts, created_by=admin)
    learners = [
        user for key, user in people.items() if key == "noah" or key.startswith(("learner", "autumn"))
    ]
    houses = FIELDS[0]["choices"]
    for number, learner in enumerate(learners):
        save_student_profile(
            user_id=learner.pk,
            facts={"student_number": f"R-{2601 + number}", "grade_level": str(9 + number % 3)},
            saved_by=admin,
        )
        set_values(
            user_id=learner.pk,
            values={"house": houses[number % 3], "photo-permission": "no" if number % 5 == 0 else "yes"},
            set_by=admin,
        )
    facts = {"phone": "+44 20 7946 0100", "emergency_contact_name": "Farah Haddad"}
    update_personal_facts(user_id=people["learner"].pk, changes=facts, changed_by=admin)
    for key in ("ines", "tomas", "amara"):
        save_instructor_profile(
            user_id=people[key].pk,
            facts={"headline": people[key].profile.headline, "is_verified": True},
            saved_by=admin,
        )
    trainer = save_job_role(job_role=None, name="Safety trainer", code="", saved_by=admin)
    set_job_roles(user_id=people["tomas"].pk, job_role_ids=[trainer.pk], set_by=admin)
    invite_person(
        email=INVITED,
        organization_id=organization.pk,
        invited_by=people["admin"].pk,
        first_name="Rosa",
        last_name="Lindgren",
        roles=("instructor",),
        send=False,
    )
