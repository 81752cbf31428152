"""Reads about one person, in the organization in context."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Count, Q, QuerySet

from edusync.identity.models import (
    CustomField,
    CustomFieldValue,
    GroupMember,
    InstructorProfile,
    JobRole,
    JobRoleAssignment,
    StudentProfile,
)
from edusync.kernel import clock


def student_profile(user_id: int) -> StudentProfile | None:
    """The person as a student."""
    profile: StudentProfile | None = StudentProfile.objects.filter(user_id=user_id).first()
    return profile


def instructor_profile(user_id: int) -> InstructorProfile | None:
    """The person as an instructor."""
    profile: InstructorProfile | None = InstructorProfile.objects.filter(user_id=user_id).first()
    return profile


def groups_of(user_id: int) -> list[dict[str, Any]]:
    """Groups the person is in now."""
    rows = GroupMember.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=clock.now().date()),
        user_id=user_id,
        group__deleted_at__isnull=True,
    )
    return [
        {"id": group_id, "name": name, "kind": kind}
        for group_id, name, kind in rows.order_by("group__name").values_list(
            "group_id", "group__name", "group__kind"
        )
    ]


def job_roles_of(user_id: int) -> list[dict[str, Any]]:
    """Roles at work."""
    rows = JobRoleAssignment.objects.filter(user_id=user_id, job_role__deleted_at__isnull=True)
    return [
        {"id": job_role_id, "name": name}
        for job_role_id, name in rows.order_by("job_role__name").values_list("job_role_id", "job_role__name")
    ]


def has_second_factor(user_id: int) -> bool:
    """Whether the person proves themselves by more than a password."""
    mine = Authenticator.objects.filter(user_id=user_id)
    return bool(mine.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def fields_with_values(user_id: int) -> list[tuple[CustomField, str]]:
    """Every live own field in order with the person's value, empty where there is none."""
    values = dict(CustomFieldValue.objects.filter(user_id=user_id).values_list("field_id", "value"))
    return [(field, values.get(field.pk, "")) for field in custom_fields()]


def custom_fields() -> QuerySet[CustomField]:
    """Live own fields of the organization, in order."""
    rows: QuerySet[CustomField] = CustomField.objects.filter(deleted_at__isnull=True)
    return rows.order_by("position", "id")


def job_roles() -> QuerySet[JobRole]:
    """Live job roles with the number of people in them."""
    rows: QuerySet[JobRole] = JobRole.objects.filter(deleted_at__isnull=True)
    return rows.annotate(people=Count("assignments"))
