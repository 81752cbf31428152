"""Sessions, attempts to sign in, second factors: one's own, and those of people one looks after."""

import dataclasses
from typing import Any

import segno
from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.password_reset import request_password_reset
from allauth.mfa.adapter import get_adapter
from allauth.mfa.internal.flows.add import validate_can_add_authenticator
from allauth.mfa.totp.internal.auth import get_totp_secret
from django.http import HttpResponse

from edusync.identity.agents import device_of
from edusync.identity.models import LoginAttempt, UserSession
from edusync.identity.policy import SignInPolicyPolicy
from edusync.identity.rest.people_views import PersonBaseView
from edusync.identity.rest.sign_in_serializers import (
    LoginAttemptSerializer,
    SignInAlarmSerializer,
    SignInPolicySerializer,
    TotpSecretSerializer,
    UserSessionSerializer,
    policy_row,
)
from edusync.identity.services import alarms, second_factors, sessions, sign_in_reads
from edusync.identity.services.roles import refuse_person_beyond_own
from edusync.kernel.locking import etag, require_match
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission, SignedIn
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, enforce_csrf, schema
from edusync.kernel.tenancy import current_organization_id


def session_row(session: UserSession, current_id: int) -> dict[str, Any]:
    """A session as JSON shows it."""
    return {
        "id": session.pk,
        "device": dataclasses.asdict(device_of(session.agent)),
        "address": session.address,
        "method": session.method,
        "is_current": session.pk == current_id,
        "signed_in_at": session.created_at,
        "last_seen_at": session.last_seen_at,
    }


def attempt_row(attempt: LoginAttempt) -> dict[str, Any]:
    """An attempt as JSON shows it."""
    return {
        "id": attempt.pk,
        "device": dataclasses.asdict(device_of(attempt.agent)),
        "address": attempt.address,
        "method": attempt.method,
        "outcome": attempt.outcome,
        "occurred_at": attempt.occurred_at,
    }


def session_page(request: Any, user_id: int, current_id: int = 0) -> FastResponse:
    """The person's open sessions, the last begun first."""
    page = keyset_page(sign_in_reads.open_sessions(user_id), request=request, order=("-id",))
    page["results"] = [session_row(session, current_id) for session in page["results"]]
    return FastResponse(page)


def attempt_page(request: Any, user_id: int) -> FastResponse:
    """Attempts to sign in as the person, the newest first."""
    page = keyset_page(sign_in_reads.login_attempts(user_id), request=request, order=("-id",))
    page["results"] = [attempt_row(attempt) for attempt in page["results"]]
    return FastResponse(page)


class MySessionsView(ApiView):
    """Where the signed-in person is signed in."""

    policy = SignedIn()
    is_open_before_second_factor = True

    @schema(response=UserSessionSerializer, paginated=True, summary="Devices on which one is signed in")
    def get(self, request: Any) -> FastResponse:
        """Open sessions, the last begun first."""
        return session_page(request, self.actor.user_id or 0, sessions.current_row_id(request._request))

    @schema(status=204, summary="Sign out on all other devices")
    def delete(self, request: Any) -> HttpResponse:
        """End every session but this one."""
        sessions.end_other_sessions(
            user_id=self.actor.user_id or 0,
            keep_id=sessions.current_row_id(request._request),
            ended_by=self.actor,
        )
        return HttpResponse(status=204)


class MySessionView(ApiView):
    """One device."""

    policy = SignedIn()
    is_open_before_second_factor = True

    @schema(status=204, summary="Sign out on a device")
    def delete(self, request: Any, session_id: int) -> HttpResponse:
        """End one of one's own sessions."""
        sessions.end_session(session_id=session_id, user_id=self.actor.user_id or 0, ended_by=self.actor)
        return HttpResponse(status=204)


class MyLoginAttemptsView(ApiView):
    """Who tried to sign in as the signed-in person."""

    policy = SignedIn()
    is_open_before_second_factor = True

    @schema(response=LoginAttemptSerializer, paginated=True, summary="Attempts to sign in as oneself")
    def get(self, request: Any) -> FastResponse:
        """The newest first."""
        return attempt_page(request, self.actor.user_id or 0)


class MyTotpSecretView(ApiView):
    """The secret of a new authenticator app. Its first code, sent to allauth's page, stores it."""

    policy = SignedIn()
    is_open_before_second_factor = True
    needs_step_up = frozenset({"post"})

    @schema(response=TotpSecretSerializer, summary="Begin to set up an authenticator app")
    def post(self, request: Any) -> FastResponse:
        """A fresh secret, kept in the session until it is proved."""
        user = request._request.user
        validate_can_add_authenticator(user)
        secret = get_totp_secret(regenerate=True)
        address = get_adapter().build_totp_url(user, secret)
        image = segno.make(address, error="m").svg_data_uri(scale=6, border=2, dark="#000", light="#fff")
        return FastResponse(
            {"secret": secret, "image": image}, headers={"Cache-Control": "private, no-store"}
        )


class SignInAlarmView(ApiView):
    """The answer to a mail about a sign-in or a change: this was not me."""

    public = True

    @schema(
        request=SignInAlarmSerializer,
        status=204,
        summary="Say that a sign-in was not one's own",
    )
    def post(self, request: Any) -> HttpResponse:
        """End all sessions of the account and mail its owner a link for a new password."""
        enforce_csrf(request._request)
        user = alarms.raise_alarm(token=self.validated(SignInAlarmSerializer)["token"])
        if user.email:
            request_password_reset(request._request, user.email, [user], default_token_generator)
        return HttpResponse(status=204)


class PersonSessionsView(PersonBaseView):
    """Where a person is signed in."""

    needs_step_up = frozenset({"delete"})

    @schema(response=UserSessionSerializer, paginated=True, summary="Devices on which a person is signed in")
    def get(self, request: Any, user_id: int) -> FastResponse:
        """Open sessions, the last begun first; reading them is recorded."""
        self.check(Permission.PERSON_MANAGE, self.membership(user_id))
        sign_in_reads.note_read(kind="sessions", user_id=user_id, actor=self.actor)
        return session_page(request, user_id)

    @schema(status=204, summary="Sign a person out everywhere")
    def delete(self, request: Any, user_id: int) -> HttpResponse:
        """End all sessions and tokens of the person."""
        self.check(Permission.PERSON_MANAGE, self.membership(user_id))
        refuse_person_beyond_own(self.actor, user_id=user_id, organization_id=current_organization_id())
        sessions.end_all_sessions(user_id=user_id, reason=sessions.EndReason.REVOKED, ended_by=self.actor)
        return HttpResponse(status=204)


class PersonSessionView(PersonBaseView):
    """One device of a person."""

    needs_step_up = frozenset({"delete"})

    @schema(status=204, summary="Sign a person out on a device")
    def delete(self, request: Any, user_id: int, session_id: int) -> HttpResponse:
        """End one session of the person."""
        self.check(Permission.PERSON_MANAGE, self.membership(user_id))
        refuse_person_beyond_own(self.actor, user_id=user_id, organization_id=current_organization_id())
        sessions.end_session(session_id=session_id, user_id=user_id, ended_by=self.actor)
        return HttpResponse(status=204)


class PersonLoginAttemptsView(PersonBaseView):
    """Who tried to sign in as a person."""

    @schema(response=LoginAttemptSerializer, paginated=True, summary="Attempts to sign in as a person")
    def get(self, request: Any, user_id: int) -> FastResponse:
        """The newest first; reading them is recorded."""
        self.check(Permission.PERSON_MANAGE, self.membership(user_id))
        sign_in_reads.note_read(kind="login_attempts", user_id=user_id, actor=self.actor)
        return attempt_page(request, user_id)


class PersonSecondFactorView(PersonBaseView):
    """The second factors of a person who lost them."""

    needs_step_up = frozenset({"delete"})

    @schema(status=204, summary="Remove a person's second factors")
    def delete(self, request: Any, user_id: int) -> HttpResponse:
        """Take all second factors off the person and sign them out everywhere; 404 if there are none."""
        self.check(Permission.PERSON_MANAGE, self.membership(user_id))
        count = second_factors.remove_second_factors(
            user_id=user_id, organization_id=current_organization_id(), removed_by=self.actor
        )
        if not count:
            raise NotFound
        return HttpResponse(status=204)


class SignInPolicyView(ApiView):
    """What the organization asks of sign-ins."""

    policy = SignInPolicyPolicy()
    permissions = {"get": Permission.SIGN_IN_MANAGE, "patch": Permission.SIGN_IN_MANAGE}
    needs_step_up = frozenset({"patch"})

    @schema(response=SignInPolicySerializer, summary="What the organization asks of sign-ins")
    def get(self, request: Any) -> FastResponse:
        """Roles that need a second factor, days to set it up, how long sessions last."""
        return self.answer(second_factors.sign_in_policy(current_organization_id()))

    @schema(
        request=SignInPolicySerializer,
        response=SignInPolicySerializer,
        summary="Change what the organization asks of sign-ins",
    )
    def patch(self, request: Any) -> FastResponse:
        """Change it; If-Match names the version."""
        policy = second_factors.sign_in_policy(current_organization_id())
        require_match(request._request, policy)
        changes = self.validated(SignInPolicySerializer, partial=True)
        return self.answer(
            second_factors.change_sign_in_policy(policy=policy, changes=changes, changed_by=self.actor)
        )

    @staticmethod
    def answer(policy: Any) -> FastResponse:
        """The policy with how many people still have to act."""
        waiting = sign_in_reads.people_without_second_factor(
            organization_id=policy.organization_id, role_codes=policy.second_factor_roles
        )
        return FastResponse(policy_row(policy, waiting), headers={"ETag": etag(policy)})
