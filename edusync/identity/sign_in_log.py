"""Notes sign-ins, refused ones and new passwords in the audit log."""

from typing import Any

from allauth.account.signals import authentication_step_completed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.http import HttpRequest

from edusync.identity import lockout
from edusync.identity.models import User
from edusync.identity.services import step_up
from edusync.kernel import audit


def address_of(request: HttpRequest | None) -> str:
    """Network address of the client; empty where nobody is at the other end (scripts)."""
    return str(request.META.get("REMOTE_ADDR", "")) if request is not None else ""


def record_failed_sign_in(*, request: HttpRequest | None, user: User | None, login: str) -> None:
    """A wrong password. The login is kept only if somebody has it: people type passwords into that field."""
    if not address_of(request):
        return
    target = ("user", user.pk) if user is not None else ("", "")
    audit.record("identity.sign_in.failed", actor=None, target=target, facts={"login": login} if user else {})


def on_sign_in(sender: Any, request: HttpRequest, user: User, **_more: Any) -> None:
    """Any way in, the Django admin's too: open the account again and note it."""
    step_up.note_proof(request)
    address = address_of(request)
    if not address:
        return
    with transaction.atomic():
        lockout.clear(user_id=user.pk)
        User.objects.filter(pk=user.pk).update(last_login_ip=address)
        audit.record("identity.person.signed_in", actor=user.pk, target=("user", user.pk))


def on_step(
    sender: Any, request: HttpRequest, user: User, reauthenticated: bool = False, **_more: Any
) -> None:
    """A signed-in person confirmed who they are."""
    if reauthenticated:
        step_up.note_proof(request)


def on_sign_out(sender: Any, request: HttpRequest, user: User | None, **_more: Any) -> None:
    """Noted where somebody was signed in."""
    if user is not None and address_of(request):
        audit.record("identity.person.signed_out", actor=user.pk, target=("user", user.pk))


def connect() -> None:
    """Listen to Django's signals, which every way in and out sends."""
    user_logged_in.connect(on_sign_in, dispatch_uid="identity.sign_in")
    authentication_step_completed.connect(on_step, dispatch_uid="identity.step")
    user_logged_out.connect(on_sign_out, dispatch_uid="identity.sign_out")
