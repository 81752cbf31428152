"""Who is signed in where: sessions begin, are used, and end by sign-out, revocation, time or alarm.

The instants that a request needs are kept in Django's session, so that a request costs no query more; the table
`user_session` is for lists and is written at sign-in and at most every five minutes.
"""

import hashlib
import re
import secrets
from datetime import timedelta
from importlib import import_module
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from edusync.identity.models import User, UserSession
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor
from edusync.kernel.problems import NotFound

ROW, STARTED_AT, SEEN_AT = "identity.session_id", "identity.started_at", "identity.seen_at"
SEEN_EVERY_SECONDS = 300
DEVICE_COOKIE = "device"
DEVICE_COOKIE_SECONDS = 400 * 24 * 3600
KNOWN_FOR = timedelta(days=30)
KEEP_ENDED_FOR = timedelta(days=180)
AGENT_LENGTH = 300
EndReason = UserSession.EndReason


def address_of(request: HttpRequest | None) -> str | None:
    """Network address of the client; None where nobody is at the other end (scripts)."""
    return str(request.META.get("REMOTE_ADDR") or "") or None if request is not None else None


def agent_of(request: HttpRequest | None) -> str:
    """What the browser says of itself, cut to what is kept."""
    return str(request.META.get("HTTP_USER_AGENT", ""))[:AGENT_LENGTH] if request is not None else ""


def method_of(request: HttpRequest, user: User) -> str:
    """By what the person signed in: the last step counts."""
    records = get_authentication_records(request, user)
    if not records:
        return ""
    last = records[-1]
    if last["method"] == "mfa":
        return {"totp": "totp", "recovery_codes": "recovery-code"}.get(str(last.get("type")), "passkey")
    return {"socialaccount": "single-sign-on"}.get(last["method"], str(last["method"]))[:20]


def begin_life(request: HttpRequest) -> None:
    """Note in Django's session when it began."""
    now = int(clock.now().timestamp())
    request.session[STARTED_AT] = request.session[SEEN_AT] = now


def open_session(request: HttpRequest, user: User) -> tuple[UserSession, bool]:
    """Store a session that just began; also whether its device is new to a person who has been here before."""
    device_hash = _device_hash(request)
    earlier = UserSession.objects.filter(user_id=user.pk)
    agent, address = agent_of(request), address_of(request)
    alike = earlier.filter(agent=agent, address=address, created_at__gt=clock.now() - KNOWN_FOR)
    is_new = earlier.exists() and not earlier.filter(device_hash=device_hash).exists() and not alike.exists()
    row = UserSession.objects.create(
        user_id=user.pk,
        session_key=request.session.session_key,
        device_hash=device_hash,
        agent=agent,
        address=address,
        method=method_of(request, user),
        last_seen_at=clock.now(),
    )
    request.session[ROW] = row.pk
    return row, is_new


def _device_hash(request: HttpRequest) -> str:
    known = request.COOKIES.get(DEVICE_COOKIE, "")
    if not re.fullmatch(r"[\w-]{32}", known):
        known = secrets.token_urlsafe(24)
        # The middleware sets it as a cookie of the answer.
        request.new_device = known  # type: ignore[attr-defined]
    return hashlib.sha256(known.encode()).hexdigest()


def is_over(request: HttpRequest, *, idle_seconds: int, longest_seconds: int) -> bool:
    """Whether the session lasted longer than it may, unused or in all."""
    now = clock.now().timestamp()
    seen, started = request.session.get(SEEN_AT), request.session.get(STARTED_AT)
    if seen is None or started is None:  # made before these were kept
        return False
    return bool(now - seen > idle_seconds or now - started > longest_seconds)


def note_use(request: HttpRequest, user: User) -> None:
    """Remember that the session is in use, at most every five minutes."""
    now = int(clock.now().timestamp())
    if now - request.session.get(SEEN_AT, 0) < SEEN_EVERY_SECONDS:
        return
    request.session[SEEN_AT] = now
    request.session.setdefault(STARTED_AT, now)
    row_id = request.session.get(ROW)
    if row_id is None:
        open_session(request, user)
        return
    UserSession.objects.filter(pk=row_id, ended_at__isnull=True).update(
        last_seen_at=clock.now(), address=address_of(request), updated_at=clock.now()
    )


def follow_key(request: HttpRequest) -> None:
    """Django gave the session another key (new password): the row goes along."""
    row_id, key = request.session.get(ROW), request.session.session_key
    if row_id is not None and key is not None:
        UserSession.objects.filter(pk=row_id, ended_at__isnull=True).update(session_key=key)


def current_row_id(request: HttpRequest) -> int:
    """Id of the row of this request's session, made if there is none yet; 0 without a session."""
    if request.session.session_key is None:
        return 0
    if request.session.get(ROW) is None:
        open_session(request, request.user)  # type: ignore[arg-type]
    return int(request.session[ROW])


def close_row(row_id: int | None, reason: str) -> None:
    """Mark a session as ended whose Django session is gone or about to be."""
    UserSession.objects.filter(pk=row_id or 0, ended_at__isnull=True).update(
        session_key=None, ended_at=clock.now(), end_reason=reason, updated_at=clock.now()
    )


@transaction.atomic
def end_session(*, session_id: int, user_id: int, ended_by: Actor | int | None) -> None:
    """End one session of a person: its browser is signed out with its next request. Raises NotFound."""
    row = UserSession.objects.filter(pk=session_id, user_id=user_id, ended_at__isnull=True).first()
    if row is None:
        raise NotFound
    _end([row], EndReason.REVOKED)
    audit.record("identity.session.revoked", actor=ended_by, target=("user", user_id), facts={"sessions": 1})


@transaction.atomic
def end_other_sessions(*, user_id: int, keep_id: int, ended_by: Actor | int | None) -> int:
    """End all sessions of a person but one; returns how many."""
    rows = list(UserSession.objects.filter(user_id=user_id, ended_at__isnull=True).exclude(pk=keep_id))
    _end(rows, EndReason.REVOKED)
    if rows:
        facts = {"sessions": len(rows)}
        audit.record("identity.session.revoked", actor=ended_by, target=("user", user_id), facts=facts)
    return len(rows)


@transaction.atomic
def end_all_sessions(*, user_id: int, reason: str, ended_by: Actor | int | None) -> int:
    """End everything that signs the person in anywhere, known to the table or not; returns how many were known."""
    rows = list(UserSession.objects.filter(user_id=user_id, ended_at__isnull=True))
    _end(rows, reason)
    # Part of what every session is checked against, and every token of an application.
    User.objects.filter(pk=user_id).update(token_version=F("token_version") + 1, updated_at=clock.now())
    facts = {"sessions": len(rows), "reason": reason}
    audit.record("identity.session.revoked", actor=ended_by, target=("user", user_id), facts=facts)
    return len(rows)


def _end(rows: list[UserSession], reason: str) -> None:
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore
    for row in rows:
        store().delete(row.session_key)
    UserSession.objects.filter(pk__in=[row.pk for row in rows]).update(
        session_key=None, ended_at=clock.now(), end_reason=reason, updated_at=clock.now()
    )


def tidy_sessions() -> None:
    """Mark sessions that ran out unnoticed, and drop those that ended half a year ago."""
    now = clock.now()
    unused_since = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    UserSession.objects.filter(ended_at__isnull=True, last_seen_at__lt=unused_since).update(
        session_key=None, ended_at=now, end_reason=EndReason.EXPIRED, updated_at=now
    )
    UserSession.objects.filter(ended_at__lt=now - KEEP_ENDED_FOR).delete()
