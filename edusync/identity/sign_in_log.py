"""Notes sign-ins, refused ones, second factors and new passwords: attempts, sessions, audit log, mails."""

from typing import Any

from allauth.account.signals import authentication_step_completed, login_code_rejected
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.http import HttpRequest

from edusync.identity import lockout
from edusync.identity.models import LoginAttempt, User
from edusync.identity.services import alarms, sessions, step_up
from edusync.kernel import audit, clock

Outcome = LoginAttempt.Outcome
METHOD_OF_TYPE = {"totp": "totp", "recovery_codes": "recovery-code", "webauthn": "passkey"}


def address_of(request: HttpRequest | None) -> str:
    """Network address of the client; empty where nobody is at the other end (scripts)."""
    return sessions.address_of(request) or ""


def record_attempt(*, request: HttpRequest | None, user_id: int | None, method: str, outcome: str) -> None:
    """Append to the list of attempts."""
    LoginAttempt.objects.create(
        user_id=user_id,
        method=method,
        outcome=outcome,
        address=sessions.address_of(request),
        agent=sessions.agent_of(request),
        occurred_at=clock.now(),
    )


def record_failed_sign_in(*, request: HttpRequest | None, user: User | None, login: str) -> None:
    """A wrong password. The login is kept only if somebody has it: people type passwords into that field."""
    if not address_of(request):
        return
    target = ("user", user.pk) if user is not None else ("", "")
    audit.record("identity.sign_in.failed", actor=None, target=target, facts={"login": login} if user else {})
    user_id = user.pk if user is not None else None
    record_attempt(request=request, user_id=user_id, method="password", outcome=Outcome.WRONG_PASSWORD)


def record_refused_sign_in(*, request: HttpRequest | None, user: User | None, method: str) -> None:
    """Sign-in was closed after too many failures."""
    if address_of(request):
        user_id = user.pk if user is not None else None
        record_attempt(request=request, user_id=user_id, method=method, outcome=Outcome.LOCKED)


def on_sign_in(sender: Any, request: HttpRequest, user: User, **_more: Any) -> None:
    """Any way in, the Django admin's too: open the account again and note it."""
    step_up.note_proof(request)
    sessions.begin_life(request)
    address = address_of(request)
    if not address:
        return
    with transaction.atomic():
        lockout.clear(user_id=user.pk)
        User.objects.filter(pk=user.pk).update(last_login_ip=address)
        audit.record("identity.person.signed_in", actor=user.pk, target=("user", user.pk))
        session, is_new_device = sessions.open_session(request, user)
        record_attempt(
            request=request, user_id=user.pk, method=session.method or "password", outcome=Outcome.SUCCEEDED
        )
        if is_new_device and user.email:
            alarms.announce_new_device(session)


def on_step(
    sender: Any, request: HttpRequest, user: User, reauthenticated: bool = False, **_more: Any
) -> None:
    """A signed-in person confirmed who they are."""
    if reauthenticated:
        step_up.note_proof(request)


def on_wrong_code(sender: Any, request: HttpRequest, user: User, **_more: Any) -> None:
    """A wrong code from a mail counts like a wrong password."""
    _count_wrong_code(request, user, "code")


def on_wrong_second_factor(
    sender: Any, request: HttpRequest, user: User, authenticator: Any, **_more: Any
) -> None:
    """A wrong code of an app, or a wrong recovery code, counts like a wrong password."""
    _count_wrong_code(request, user, METHOD_OF_TYPE.get(str(authenticator.type), "totp"))


def _count_wrong_code(request: HttpRequest, user: User, method: str) -> None:
    lockout.record_failure(user=user, login=user.username)
    audit.record("identity.sign_in.failed", actor=None, target=("user", user.pk), facts={"method": method})
    record_attempt(request=request, user_id=user.pk, method=method, outcome=Outcome.WRONG_CODE)


def on_second_factor(action: str) -> Any:
    """Receiver that notes a change of second factors."""

    def receive(sender: Any, request: HttpRequest, user: User, authenticator: Any, **_more: Any) -> None:
        audit.record(
            f"identity.second_factor.{action}",
            actor=getattr(request, "actor", user.pk),
            target=("user", user.pk),
            facts={"type": str(authenticator.type)},
        )

    return receive


RECEIVERS = {action: on_second_factor(action) for action in ("added", "removed", "reset")}


def on_sign_out(sender: Any, request: HttpRequest, user: User | None, **_more: Any) -> None:
    """Noted where somebody was signed in."""
    if user is not None and address_of(request):
        sessions.close_row(request.session.get(sessions.ROW), sessions.EndReason.SIGNED_OUT)
        audit.record("identity.person.signed_out", actor=user.pk, target=("user", user.pk))


def connect() -> None:
    """Listen to the signals of Django and allauth, which every way in and out sends."""
    user_logged_in.connect(on_sign_in, dispatch_uid="identity.sign_in")
    user_logged_out.connect(on_sign_out, dispatch_uid="identity.sign_out")
    authentication_step_completed.connect(on_step, dispatch_uid="identity.step")
    login_code_rejected.connect(on_wrong_code, dispatch_uid="identity.wrong_code")
    authentication_failed.connect(on_wrong_second_factor, dispatch_uid="identity.wrong_second_factor")
    authenticator_added.connect(RECEIVERS["added"], dispatch_uid="identity.second_factor_added")
    authenticator_removed.connect(RECEIVERS["removed"], dispatch_uid="identity.second_factor_removed")
    authenticator_reset.connect(RECEIVERS["reset"], dispatch_uid="identity.second_factor_reset")
