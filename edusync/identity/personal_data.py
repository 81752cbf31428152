"""What identity keeps about people, with the tables of the libraries for sign-in."""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q

from edusync.identity.models import User
from edusync.kernel import clock
from edusync.kernel.models import IdempotencyRecord, OutboxEvent
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


def erase_sessions(subject: Subject) -> int:
    """End every session of the person, also those no device list knows."""
    keys = [
        row.session_key
        for row in Session.objects.filter(expire_date__gt=clock.now()).iterator(chunk_size=1000)
        if str(row.get_decoded().get("_auth_user_id", "")) == str(subject.user_id)
    ]
    return Session.objects.filter(session_key__in=keys).delete()[0] if keys else 0


def erase_outbox(subject: Subject) -> int:
    """Drop delivered events and tasks that name the person. What is still to be delivered must be."""
    texts = {text for text in (*subject.addresses, *subject.names) if len(text) > 2}
    done = OutboxEvent.objects.filter(Q(delivered_at__isnull=False) | Q(failed_at__isnull=False))
    found = [
        pk
        for pk, payload in done.values_list("pk", "payload").iterator(chunk_size=1000)
        if _mentions(payload, texts)
    ]
    return OutboxEvent.objects.filter(pk__in=found).delete()[0] if found else 0


def _mentions(value: Any, texts: set[str]) -> bool:
    if isinstance(value, dict):
        return any(_mentions(item, texts) for item in value.values())
    if isinstance(value, list):
        return any(_mentions(item, texts) for item in value)
    return isinstance(value, str) and any(text in value for text in texts)


def erase_answers(subject: Subject) -> int:
    """Drop kept answers to repeated requests."""
    return IdempotencyRecord.objects.filter(actor=f"user:{subject.user_id}").delete()[0]


def of_actor(subject: Subject) -> Q:
    """Kept answers that the person got."""
    return Q(actor=f"user:{subject.user_id}")


def erase_admin_log(subject: Subject) -> int:
    """Take the name off entries about the person."""
    kind = ContentType.objects.get_for_model(User)
    rows = LogEntry.objects.filter(content_type=kind, object_id=str(subject.user_id)).exclude(object_repr="")
    return rows.update(object_repr="", change_message="")


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
        columns={"local_id": clear("identity")},
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
        retention="membership",
        on_erasure="delete",
        others=("granted_by",),
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
        sets={"status": "ended", "ended_at": now},
    ),
    table(
        "identity.GuardianConsentScope",
        "relationship__learner_id",
        "relationship__guardian_id",
        purpose="family",
        retention="record",
        on_erasure="keep",
        reason=RESPONSIBILITY,
        columns={"ends_on": keep("technical", RESPONSIBILITY)},
        others=("granted_by", "revoked_by"),
    ),
    table(
        "identity.OneTimeToken",
        "user_id",
        purpose="security",
        retention="rule",
        on_erasure="delete",
        columns={"token_hash": secret()},
        plain=("purpose",),
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
)

declare(
    table(
        "account.EmailAddress",
        "user_id",
        purpose="security",
        on_erasure="delete",
        columns={"email": clear("contact")},
    ),
    table(
        "account.EmailConfirmation",
        "email_address__user_id",
        purpose="security",
        on_erasure="delete",
        columns={"key": secret()},
    ),
    table(
        "mfa.Authenticator",
        "user_id",
        purpose="security",
        on_erasure="delete",
        columns={"data": secret()},
    ),
    table(
        "usersessions.UserSession",
        "user_id",
        purpose="security",
        retention="rule",
        on_erasure="delete",
        columns={
            "ip": clear("technical"),
            "user_agent": clear("technical"),
            "session_key": secret(),
            "data": clear("technical"),
        },
    ),
    table(
        "sessions.Session",
        match=lambda subject: Q(pk__in=[]),
        purpose="security",
        retention="rule",
        on_erasure="delete",
        columns={"session_data": secret(), "session_key": secret()},
        eraser=erase_sessions,
    ),
    table(
        "socialaccount.SocialAccount",
        "user_id",
        purpose="security",
        on_erasure="delete",
        columns={"uid": clear("identity"), "extra_data": clear("identity")},
        plain=("provider",),
    ),
    table(
        "socialaccount.SocialToken",
        "account__user_id",
        purpose="security",
        on_erasure="delete",
        columns={"token": secret(), "token_secret": secret()},
    ),
    table(
        "allauth_idp_oidc.Token",
        "user_id",
        purpose="security",
        retention="rule",
        on_erasure="delete",
        columns={"hash": secret(), "data": clear("technical")},
        plain=("scopes",),
    ),
    table("allauth_idp_oidc.Client", purpose="security", others=("owner",)),
    table(
        "admin.LogEntry",
        "user_id",
        purpose="accountability",
        retention="law",
        reason="Says what was changed in the administration, by a number that leads to nobody any more.",
        columns={
            "object_id": keep("technical", "Key of what was changed."),
            "object_repr": keep(
                "technical", "Name of what was changed; taken off where it was the erased person."
            ),
            "change_message": keep(
                "technical", "Names of changed columns; taken off where it was the erased person."
            ),
        },
        eraser=erase_admin_log,
    ),
    table("identity.User_groups", "user_id", purpose="security", on_erasure="delete"),
    table("identity.User_user_permissions", "user_id", purpose="security", on_erasure="delete"),
    table(
        "kernel.IdempotencyRecord",
        match=of_actor,
        purpose="security",
        retention="rule",
        on_erasure="delete",
        columns={"body": secret()},
        plain=("key", "actor", "route", "request_hash", "content_type"),
        eraser=erase_answers,
    ),
    table(
        "kernel.OutboxEvent",
        match=lambda subject: Q(pk__in=[]),
        purpose="communication",
        retention="rule",
        on_erasure="delete",
        columns={"payload": secret(), "last_error": secret()},
        plain=("event_type", "claimed_by"),
        eraser=erase_outbox,
    ),
)
