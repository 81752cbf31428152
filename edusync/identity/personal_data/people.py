"""People: account, profile, place in the organization, family."""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import Q

from edusync.identity.models import RoleAssignment
from edusync.kernel import clock
from edusync.kernel.personal_data import (
    Subject,
    by_address,
    clear,
    declare,
    keep,
    overwritten_secret,
    pseudonymize,
    secret,
    table,
)

RESPONSIBILITY = "Says that a person was responsible for another; the names on both sides are gone."


def now(subject: Subject) -> Any:
    """The present instant."""
    return clock.now()


def close_roles(subject: Subject) -> int:
    """Take every role away that the person holds now."""
    held = RoleAssignment.unscoped.filter(user_id=subject.user_id, closed_at__isnull=True)
    if not subject.is_account_included:
        held = held.filter(organization_id=subject.organization_id)
    return held.update(closed_at=clock.now(), updated_at=clock.now())


def named_in_label(subject: Subject) -> Q:
    """Rows that name the person in words only."""
    return Q(label__in=[*subject.addresses, *subject.names])


declare(
    table(
        "identity.User",
        "pk",
        columns={
            "username": pseudonymize("identity", lambda subject: f"erased-{subject.user_id}"),
            "email": clear("contact"),
            "first_name": clear("identity"),
            "last_name": clear("identity"),
            "password": overwritten_secret(lambda subject: make_password(None)),
            "last_login_ip": clear("technical"),
        },
        sets={
            "is_active": False,
            "is_staff": False,
            "is_superuser": False,
            "deleted_at": now,
            "last_login": None,
        },
    ),
    table(
        "identity.UserProfile",
        "user_id",
        columns={
            "bio": clear("identity"),
            "headline": clear("identity"),
            "pronouns": clear("special"),
            "phone": clear("contact"),
            "address": clear("contact"),
            "birth_date": clear("identity"),
            "emergency_contact_name": clear("contact"),
            "emergency_contact_phone": clear("contact"),
            "avatar_url": clear("identity"),
            "government_id": clear("special"),
            "government_id_index": secret("special"),
        },
        sets={"avatar_file_id": None},
    ),
    table(
        "identity.UserSetting",
        "user_id",
        on_erasure="delete",
        columns={"language": clear("technical"), "time_zone": clear("technical")},
    ),
    table(
        "identity.OrganizationMembership",
        "user_id",
        purpose="organization",
        retention="membership",
        columns={"local_id": clear("identity"), "sort_name": clear("identity")},
        sets={"status": "left", "unit_id": None},
    ),
    table(
        "identity.StudentProfile",
        "user_id",
        purpose="organization",
        retention="membership",
        on_erasure="delete",
        columns={
            "student_number": clear("identity"),
            "grade_level": clear("learning"),
            "program": clear("learning"),
            "admitted_on": clear("learning"),
        },
    ),
    table(
        "identity.InstructorProfile",
        "user_id",
        purpose="organization",
        retention="membership",
        on_erasure="delete",
        columns={
            "headline": clear("identity"),
            "expertise": clear("identity"),
            "employee_number": clear("identity"),
        },
    ),
    table(
        "identity.CustomFieldValue",
        "user_id",
        purpose="organization",
        retention="membership",
        on_erasure="delete",
        columns={"value": clear("identity")},
        also_exported=("field__label",),
    ),
    table(
        "identity.JobRoleAssignment",
        "user_id",
        purpose="organization",
        retention="membership",
        on_erasure="delete",
        columns={"starts_on": clear("identity"), "ends_on": clear("identity")},
        also_exported=("job_role__name",),
    ),
    table(
        "identity.GroupMember",
        "user_id",
        purpose="organization",
        retention="membership",
        on_erasure="delete",
        columns={"starts_on": clear("learning"), "ends_on": clear("learning")},
        also_exported=("group__name",),
    ),
    table(
        "identity.RoleAssignment",
        "user_id",
        purpose="security",
        retention="record",
        reason="Says what a person was allowed to do and by whom; the roles held are taken away.",
        others=("granted_by", "closed_by"),
        eraser=close_roles,
        also_exported=("role__name",),
    ),
    table(
        "identity.GuardianRelationship",
        "learner_id",
        "guardian_id",
        purpose="family",
        retention="record",
        reason=RESPONSIBILITY,
        others=("added_by",),
        sets={"status": "ended", "ended_at": now, "deleted_at": now},
    ),
    table(
        "identity.GuardianConsentScope",
        "relationship__learner_id",
        "relationship__guardian_id",
        purpose="family",
        retention="record",
        reason=RESPONSIBILITY,
        columns={"ends_on": keep("technical", RESPONSIBILITY), "evidence": clear("identity")},
        others=("granted_by", "revoked_by"),
    ),
    table(
        "identity.OneTimeToken",
        "user_id",
        purpose="security",
        retention="rule",
        on_erasure="delete",
        columns={"token_hash": secret()},
        plain=("purpose", "subject_id"),
    ),
    table(
        "identity.PersonSearchWord",
        "user_id",
        purpose="organization",
        retention="membership",
        on_erasure="delete",
        columns={"word": clear("identity")},
    ),
    table(
        "identity.SavedView",
        "user_id",
        on_erasure="delete",
        columns={"name": clear("technical"), "query": clear("technical"), "columns": clear("technical")},
    ),
    table(
        "identity.Invitation",
        "user_id",
        match=by_address("email"),
        purpose="organization",
        retention="rule",
        on_erasure="delete",
        columns={
            "email": clear("contact"),
            "first_name": clear("identity"),
            "last_name": clear("identity"),
            "facts": clear("identity"),
        },
        others=("invited_by",),
        plain=("language", "purpose"),
    ),
    table(
        "identity.ScimResource",
        "user_id",
        match=by_address("email"),
        purpose="organization",
        retention="membership",
        on_erasure="delete",
        columns={
            "name_key": clear("identity"),
            "external_id": clear("identity"),
            "email": clear("contact"),
            "given_name": clear("identity"),
            "family_name": clear("identity"),
            "facts": clear("identity"),
        },
    ),
    table(
        "identity.ScimPendingMember",
        "member__user_id",
        purpose="organization",
        retention="membership",
        on_erasure="delete",
    ),
    table(
        "identity.ProvisioningEvent",
        match=named_in_label,
        purpose="organization",
        retention="rule",
        columns={"label": clear("identity")},
        plain=("resource_uuid", "outcome"),
    ),
)
