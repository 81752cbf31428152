"""What the page of a person shows beside the row of the list."""

from typing import Any

from edusync.identity import person_queries
from edusync.identity.models import CustomField, OrganizationMembership
from edusync.identity.services.acceptance import may_be_claimed
from edusync.identity.services.person_care import INSTRUCTOR_FACTS, STUDENT_FACTS
from edusync.kernel.policy import Actor, Permission


def details_of(membership: OrganizationMembership, actor: Actor) -> dict[str, Any]:
    """Numbers, places, profiles and own fields that the actor may see."""
    user = membership.user
    student = person_queries.student_profile(user.pk)
    instructor = person_queries.instructor_profile(user.pk)
    profile = getattr(user, "profile", None)
    unit = membership.unit
    is_staff = actor.has_in_unit(Permission.PERSON_READ, membership.unit_id)
    return {
        "first_name": user.first_name,
        "last_name": user.last_name,
        "local_id": membership.local_id,
        "headline": profile.headline if profile else "",
        "is_email_verified": user.email_verified_at is not None,
        "unit": {"id": unit.pk, "name": unit.name} if unit else None,
        "groups": person_queries.groups_of(user.pk),
        "job_roles": person_queries.job_roles_of(user.pk),
        "student_profile": {name: getattr(student, name) for name in STUDENT_FACTS} if student else None,
        "instructor_profile": {
            **{name: getattr(instructor, name) for name in INSTRUCTOR_FACTS},
            "is_verified": instructor.verified_at is not None,
        }
        if instructor
        else None,
        "custom_fields": field_values(user.pk, is_staff=is_staff),
        "has_second_factor": person_queries.has_second_factor(user.pk),
        "may_be_invited": bool(user.email) and may_be_claimed(user),
    }


def field_values(user_id: int, *, is_staff: bool) -> list[dict[str, Any]]:
    """Own fields with the person's values, in order; without those that only staff may see, unless it is staff."""
    return [
        {
            "id": field.pk,
            "key": field.key,
            "label": field.label,
            "help_text": field.help_text,
            "kind": field.kind,
            "choices": field.choices,
            "is_required": field.is_required,
            "visibility": field.visibility,
            "value": value,
        }
        for field, value in person_queries.fields_with_values(user_id)
        if is_staff or field.visibility != CustomField.Visibility.STAFF
    ]
