"""Signing in: addresses, second factors, sessions, keys and tokens; kept answers and events of the kernel."""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q

from edusync.identity.mfa_adapter import PURPOSE
from edusync.identity.models import User
from edusync.identity.personal_data.people import now
from edusync.kernel import clock
from edusync.kernel.key_rotation import register_sealed_document
from edusync.kernel.models import IdempotencyRecord, OutboxEvent
from edusync.kernel.personal_data import (
    Subject,
    clear,
    declare,
    keep,
    keep_secret,
    pseudonymize,
    secret,
    table,
)

ATTEMPTS = "Shows attempts to break in. Each goes by itself after the time the rule says."


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
        if _mentions(payload, texts, subject.user_id)
    ]
    return OutboxEvent.objects.filter(pk__in=found).delete()[0] if found else 0


def _mentions(value: Any, texts: set[str], user_id: int) -> bool:
    """Whether a payload is about the person: by key, or by one of their names and addresses."""
    if isinstance(value, dict):
        is_about = any(value.get(name) == user_id for name in ("user_id", "learner_id", "person_id"))
        return is_about or any(_mentions(item, texts, user_id) for item in value.values())
    if isinstance(value, list):
        return any(_mentions(item, texts, user_id) for item in value)
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


register_sealed_document("mfa.Authenticator", "data", purpose=PURPOSE)
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
        "kernel.LiveMessage",
        "user_id",
        purpose="communication",
        retention="rule",
        on_erasure="delete",
        columns={"payload": secret()},
        plain=("kind",),
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
    table(
        "identity.UserSession",
        "user_id",
        purpose="security",
        retention="rule",
        on_erasure="delete",
        columns={
            "session_key": secret(),
            "device_hash": secret(),
            "agent": clear("technical"),
            "address": clear("technical"),
        },
        plain=("method",),
    ),
    table(
        "identity.LoginAttempt",
        "user_id",
        purpose="security",
        retention="rule",
        on_erasure="keep",
        reason=ATTEMPTS,
        columns={"agent": keep("technical", ATTEMPTS), "address": keep("technical", ATTEMPTS)},
        plain=("method",),
    ),
    table(
        "identity.ApiKey",
        "owner_id",
        purpose="security",
        retention="record",
        reason="The log of a machine's acts points to its key, which is revoked.",
        columns={
            "name": pseudonymize("technical", "erased"),
            "key_hash": keep_secret("The hash of a random key that no longer works."),
            "last_used_address": clear("technical"),
        },
        others=("revoked_by",),
        plain=("prefix", "scopes"),
        sets={"revoked_at": now},
    ),
    table(
        "identity.Application",
        purpose="security",
        others=("acts_for", "created_by"),
    ),
    table(
        "identity.ApplicationGrant",
        "user_id",
        purpose="security",
        retention="record",
        on_erasure="delete",
        plain=("scopes", "end_reason"),
        also_exported=("application__client__name",),
    ),
    table(
        "identity.ApplicationToken",
        "grant__user_id",
        purpose="security",
        retention="rule",
        on_erasure="delete",
        organization="grant__organization_id",
        columns={"token_hash": secret()},
    ),
    table("identity.IdentityProvider", purpose="security", others=("created_by",)),
    table(
        "identity.ImpersonationSession",
        "target_id",
        purpose="accountability",
        retention="law",
        on_erasure="keep",
        reason="Proves who looked at the site as another person, and why. It cannot be changed.",
        columns={"reason": keep("technical", "Written by the admin who looked.")},
        others=("actor",),
    ),
)
