"""Mails about sign-ins from new devices and changed second factors, and the answer "this was not me"."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from edusync.identity import queries
from edusync.identity.agents import device_of
from edusync.identity.models import User, UserSession
from edusync.identity.services.sessions import EndReason, end_all_sessions
from edusync.identity.services.tokens import issue_token, use_token
from edusync.kernel import audit
from edusync.kernel.tasks import enqueue

PURPOSE = "sign-in-alarm"
LIFETIME_SECONDS = int(timedelta(days=7).total_seconds())


def alarm_address(user_id: int) -> str:
    """Where a person says that it was not them; works once, for seven days."""
    token = issue_token(purpose=PURPOSE, lifetime_seconds=LIFETIME_SECONDS, user_id=user_id)
    return f"{settings.SITE_URL}/not-me/{token}"


def announce_new_device(session: UserSession) -> None:
    """Have the person told, by the worker, that somebody signed in on a device they never used."""
    enqueue("identity.send_new_device_mail", session_id=session.pk)


def new_device_facts(session_id: int) -> tuple[User, dict[str, str]] | None:
    """Whom to write about a session, and what; None for people without an address."""
    session = UserSession.objects.select_related("user").filter(pk=session_id).first()
    if session is None or not session.user.email:
        return None
    facts = {
        "name": session.user.display_name,
        "device": device_of(session.agent).words,
        "network_address": session.address or "?",
        # Told in UTC: the mail is read anywhere.
        "when": f"{session.created_at:%Y-%m-%d %H:%M} UTC",
        "address": alarm_address(session.user_id),
    }
    return session.user, facts


@transaction.atomic
def raise_alarm(*, token: str) -> User:
    """A person says that a sign-in or a change was not theirs: everybody is signed out everywhere.

    Returns the person, to whom the caller mails a link for a new password. Raises TokenUsedOrExpired.
    """
    user_id = use_token(purpose=PURPOSE, token=token).user_id or 0
    end_all_sessions(user_id=user_id, reason=EndReason.SECURITY, ended_by=user_id)
    audit.record("identity.sign_in.denied", actor=user_id, target=("user", user_id))
    user = queries.person(user_id)
    assert user is not None  # noqa: S101 - the token's foreign key
    return user
