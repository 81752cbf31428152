"""Middleware around sessions: how long they last, which device they belong to, and what allauth's pages may do."""

import re
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.stagekit import get_pending_stage
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase

from edusync.identity import lockout, sign_in_log
from edusync.identity.services import second_factors, sessions, step_up
from edusync.identity.standing import standing_of
from edusync.kernel.problems import NotWhileViewing, Problem
from edusync.kernel.rest.responses import problem_response

GetResponse = Callable[[HttpRequest], HttpResponseBase]

ACCOUNT = re.compile(r"/_allauth/(?:browser|app)/v1/account/")
# Showing a secret is as sensitive as changing it, so these are guarded whatever the method.
SECRETS = re.compile(
    r"/_allauth/(?:browser|app)/v1/account/authenticators/(?:totp|recovery-codes|webauthn)\Z"
)
CHANGES = re.compile(r"/_allauth/(?:browser|app)/v1/account/(?:password/change|email|phone|providers)\Z")
SECOND_STEP = re.compile(r"/_allauth/(?:browser|app)/v1/auth/2fa/authenticate\Z")
ADMIN = "/admin/"
ADMIN_OPEN = ("/admin/login/", "/admin/logout/", "/admin/jsi18n/")


class SessionLifeMiddleware:
    """Ends sessions that lasted too long, notes their use now and then, and names the device in a cookie."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; a session that is over makes it a visitor's."""
        key = request.session.session_key
        # A visitor without a session cookie costs no query; everybody else's person is needed anyway.
        if key is not None and request.user.is_authenticated:
            self.check_life(request)
        response = self.get_response(request)
        if key is not None and request.session.session_key != key:
            sessions.follow_key(request)
        new_device = getattr(request, "new_device", None)
        if new_device is not None:
            response.set_cookie(
                sessions.DEVICE_COOKIE,
                new_device,
                max_age=sessions.DEVICE_COOKIE_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    @staticmethod
    def check_life(request: HttpRequest) -> None:
        """End the session if it is over, else note that it is used."""
        user: Any = request.user
        terms = standing_of(user).sign_in
        if not sessions.is_over(
            request, idle_seconds=terms.idle_seconds, longest_seconds=terms.longest_seconds
        ):
            sessions.note_use(request, user)
            return
        sessions.close_row(request.session.get(sessions.ROW), sessions.EndReason.EXPIRED)
        logout(request)


class AccountGuardMiddleware:
    """Asks on allauth's pages and in the Django admin what the API asks of its own views."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request or refuse it."""
        if request.path.startswith("/_allauth/"):
            refusal = self.refusal(request)
        elif request.path.startswith(ADMIN) and not request.path.startswith(ADMIN_OPEN):
            refusal = self.way_to_security(request)
        else:
            refusal = None
        return refusal or self.get_response(request)

    def refusal(self, request: HttpRequest) -> HttpResponse | None:
        """What to answer instead of asking allauth."""
        try:
            self.check_account(request)
        except Problem as problem:
            return problem_response(problem, request)
        if SECOND_STEP.match(request.path) and request.method == "POST":
            return self.closed_second_step(request)
        return None

    @staticmethod
    def check_account(request: HttpRequest) -> None:
        """Raise NotWhileViewing for an admin who sees the site as another, StepUpNeeded for a proof too old."""
        if not ACCOUNT.match(request.path) or not request.user.is_authenticated:
            return
        if request.actor.impersonator_id is not None:  # type: ignore[attr-defined]
            raise NotWhileViewing
        is_change = CHANGES.match(request.path) and request.method != "GET"
        if is_change or SECRETS.match(request.path):
            step_up.require_recent_sign_in(request)

    @staticmethod
    def closed_second_step(request: HttpRequest) -> HttpResponse | None:
        """Codes of a second factor are not tried while the account is locked."""
        stage = get_pending_stage(request)
        user = stage.login.user if stage is not None else None
        if user is None or not lockout.is_locked(user=user, login=""):
            return None
        sign_in_log.record_refused_sign_in(request=request, user=user, method="totp")
        code = "too_many_login_attempts"
        message = str(get_adapter().error_messages[code])
        # In the shape of allauth's own answers, which the sign-in page reads.
        errors = [{"message": message, "code": code, "param": "code"}]
        return JsonResponse({"status": 400, "errors": errors}, status=400)

    @staticmethod
    def way_to_security(request: HttpRequest) -> HttpResponse | None:
        """The page on which a person sets up the second factor that they must have."""
        is_overdue = second_factors.is_overdue(request)
        return HttpResponseRedirect("/account/security") if is_overdue else None
