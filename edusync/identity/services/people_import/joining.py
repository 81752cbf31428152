"""What somebody gets who was named in a file, known elsewhere, and accepted the invitation to join."""

from edusync.identity.models import (
    CustomField,
    CustomFieldValue,
    Group,
    Invitation,
    OrganizationMembership,
    OrganizationUnit,
    StudentProfile,
    User,
)
from edusync.identity.services.people_import.drafts import day_of
from edusync.identity.services.people_import.writing import add_group_members


def finish_joining(invitation: Invitation, user: User) -> None:
    """Unit, groups, student profile and own fields of the row; what was deleted meanwhile is left out."""
    facts = invitation.facts.get("joining", {})
    organization_id = invitation.organization_id
    unit_id = OrganizationUnit.objects.filter(pk=facts.get("unit_id") or 0, deleted_at=None).values_list(
        "pk", flat=True
    )
    OrganizationMembership.objects.filter(user=user).update(
        unit_id=unit_id.first(), local_id=facts.get("local_id", "")
    )
    groups = Group.objects.filter(pk__in=facts.get("group_ids", []), deleted_at=None)
    add_group_members({(pk, user.pk) for pk in groups.values_list("pk", flat=True)}, organization_id)
    _keep_student(invitation, user, facts.get("student", {}))
    custom = facts.get("custom", {})
    for field in CustomField.objects.filter(pk__in=[int(key) for key in custom], deleted_at=None):
        CustomFieldValue.objects.update_or_create(
            field=field,
            user=user,
            defaults={"organization_id": organization_id, "value": custom[str(field.pk)]},
        )


def _keep_student(invitation: Invitation, user: User, student: dict[str, str]) -> None:
    number = student.get("student_number")
    if number and StudentProfile.objects.filter(student_number=number).exclude(user=user).exists():
        number = None
    if not student and "learner" not in invitation.facts.get("roles", []):
        return
    admitted = student.get("admitted_on", "")
    StudentProfile.objects.update_or_create(
        user=user,
        defaults={
            "organization_id": invitation.organization_id,
            "student_number": number,
            "grade_level": student.get("grade_level", ""),
            "program": student.get("program", ""),
            "admitted_on": day_of(admitted),
        },
    )
