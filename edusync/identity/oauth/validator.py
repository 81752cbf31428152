"""The rules of tokens: allauth's, with what it leaves open.

Added here: applications of organizations that can be disabled; redirect addresses letter for letter; PKCE by SHA-256
for every client; codes and refresh tokens that work once, and whose second use ends everything that came of them;
revoking only one's own tokens.
"""

from typing import Any
from urllib.parse import urlsplit

from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.internal.oauthlib.request_validator import OAuthLibRequestValidator
from allauth.idp.oidc.internal.oauthlib.utils import get_validator_context
from allauth.idp.oidc.models import Client
from django.conf import settings
from oauthlib.common import Request
from oauthlib.oauth2.rfc6749 import errors
from oauthlib.oauth2.rfc6749.utils import scope_to_list
from oauthlib.oauth2.rfc8628.grant_types.device_code import DeviceCodeGrant

from edusync.identity.models import ApplicationGrant, ApplicationToken, User
from edusync.identity.oauth.scopes import ALL_SCOPES
from edusync.identity.services import application_grants as grants
from edusync.identity.services.applications import is_client_open, is_open_to

Kind = ApplicationToken.Kind
Reason = ApplicationGrant.EndReason
LOOPBACK = {"127.0.0.1", "::1"}


def is_registered_redirect(address: str, client: Client) -> bool:
    """Letter for letter; only the port may differ where a program on the person's own machine listens (RFC 8252)."""
    registered = client.get_redirect_uris()
    if address in registered:
        return True
    given = urlsplit(address)
    if client.type != Client.Type.PUBLIC or given.scheme != "http" or given.hostname not in LOOPBACK:
        return False
    return any(
        (known.scheme, known.hostname, known.path, known.query, known.username)
        == (given.scheme, given.hostname, given.path, given.query, given.username)
        for known in map(urlsplit, registered)
    )


class TokenRules(OAuthLibRequestValidator):
    """Decides about clients, codes and tokens."""

    def _lookup_client(self, request: Request, client_id: str) -> Client | None:
        client = super()._lookup_client(request, client_id)
        return client if client is not None and is_client_open(client) else None

    def validate_redirect_uri(
        self, client_id: str, redirect_uri: str, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """Letter for letter."""
        return is_registered_redirect(redirect_uri, request.client)

    def validate_scopes(
        self, client_id: str, scopes: list[str], client: Any, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """Known here and allowed to the client."""
        return set(scopes) <= set(ALL_SCOPES) and super().validate_scopes(
            client_id, scopes, client, request, *args, **kwargs
        )

    def is_pkce_required(self, client_id: str, request: Request) -> bool:
        """Of every client. Raises UnsupportedCodeChallengeMethodError for `plain`, which protects nothing."""
        if request.code_challenge is not None and request.code_challenge_method != "S256":
            raise errors.UnsupportedCodeChallengeMethodError(request=request)
        return True

    def validate_silent_authorization(self, request: Request) -> bool:
        """Without asking only what the person allowed this very client before."""
        allowed = grants.live_grants(user_id=request.user.pk).filter(application__client_id=request.client.pk)
        return any(set(request.scopes) <= set(grant.scopes.split()) for grant in allowed)

    def validate_silent_login(self, request: Request) -> bool:
        """Somebody is signed in who may use the application."""
        return super().validate_silent_login(request) and is_open_to(request.client, request.user)

    def validate_grant_type(
        self, client_id: str, grant_type: str, client: Client, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """One of the client's. A parameter named `user` is no user: oauthlib mixes what came with what was found."""
        if not isinstance(request.user, User):
            request.user = None
        return bool(super().validate_grant_type(client_id, grant_type, client, request, *args, **kwargs))

    def validate_device_code(self, client_id: str, device_code: str, request: Request) -> str | None:
        """Allauth has asked the code before oauthlib does, and put the person who allowed it into the request."""
        if not isinstance(request.user, User):
            return None
        request.scopes = scope_to_list(request.scope) or request.client.get_default_scopes()
        return DeviceCodeGrant.DEVICE_CODE_AUTHORIZED

    def save_authorization_code(
        self, client_id: str, code: dict[str, str], request: Request, *args: Any, **kwargs: Any
    ) -> None:
        """Remember the code, and the consent that it stands for."""
        super().save_authorization_code(client_id, code, request, *args, **kwargs)
        grant = grants.begin_grant(client=request.client, user=request.user, scopes=request.scopes)
        grants.note_token(
            grant=grant,
            kind=Kind.CODE,
            token_hash=self._hash(code["code"]),
            seconds=settings.IDP_OIDC_AUTHORIZATION_CODE_EXPIRES_IN,
        )

    def validate_code(
        self, client_id: str, code: str, client: Any, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """A code that comes a second time was stolen, before or after: what came of it ends."""
        if super().validate_code(client_id, code, client, request, *args, **kwargs):
            return True
        self._end_if_used(Kind.CODE, code, Reason.REUSED_CODE)
        return False

    def validate_refresh_token(
        self, refresh_token: str, client: Client, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """Live, the client's own, and of a person who may still use it."""
        if not super().validate_refresh_token(refresh_token, client, request, *args, **kwargs):
            self._end_if_used(Kind.REFRESH, refresh_token, Reason.REUSED_REFRESH_TOKEN)
            return False
        noted = grants.noted_token(kind=Kind.REFRESH, token_hash=self._hash(refresh_token))
        if noted is None or not grants.is_live(noted.grant):
            return False
        return is_open_to(client, request.user)

    def save_bearer_token(self, token: dict[str, Any], request: Request, *args: Any, **kwargs: Any) -> None:
        """Store the tokens and to which consent they belong. Raises InvalidGrantError for a code or token used up."""
        grant = self._grant_of(request)
        if not self._may_refresh(request):
            token.pop("refresh_token", None)
        super().save_bearer_token(token, request, *args, **kwargs)
        lifetimes = {
            "access_token": (Kind.ACCESS, settings.IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN),
            "refresh_token": (Kind.REFRESH, settings.IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN),
        }
        for name, (kind, seconds) in lifetimes.items():
            if token.get(name):
                grants.note_token(grant=grant, kind=kind, token_hash=self._hash(token[name]), seconds=seconds)

    def revoke_token(
        self, token: str, token_type_hint: str, request: Request, *args: Any, **kwargs: Any
    ) -> None:
        """The client's own only (RFC 7009). A refresh token takes its whole family with it."""
        noted = grants.noted_token(kind=None, token_hash=self._hash(token))
        if noted is None or noted.grant.application.client_id != request.client.pk:
            return
        if noted.kind == Kind.REFRESH:
            grants.end_grant(grant=noted.grant, reason=Reason.REVOKED, ended_by=None)
        elif noted.kind == Kind.ACCESS:
            grants.revoke_access_token(noted)

    def _may_refresh(self, request: Request) -> bool:
        return request.user is not None and "refresh_token" in request.client.get_grant_types()

    def _grant_of(self, request: Request) -> ApplicationGrant:
        """The consent from which these tokens come; what was shown for it is used up."""
        if request.user is not None and not is_open_to(request.client, request.user):
            raise errors.InvalidGrantError(request=request)
        if request.grant_type == Client.GrantType.AUTHORIZATION_CODE:
            return self._use_up(Kind.CODE, request.code, Reason.REUSED_CODE, request)
        if get_validator_context().refresh_token is not None:
            return self._use_up(Kind.REFRESH, request.refresh_token, Reason.REUSED_REFRESH_TOKEN, request)
        return grants.begin_grant(client=request.client, user=request.user, scopes=request.scopes or [])

    def _use_up(self, kind: Kind, value: str, reason: Reason, request: Request) -> ApplicationGrant:
        noted = grants.noted_token(kind=kind, token_hash=self._hash(value))
        if noted is None or noted.grant.ended_at is not None:
            raise errors.InvalidGrantError(request=request)
        if not grants.use_up(noted):
            grants.end_grant(grant=noted.grant, reason=reason, ended_by=None)
            raise errors.InvalidGrantError(request=request)
        return noted.grant

    def _end_if_used(self, kind: Kind, value: str, reason: Reason) -> None:
        noted = grants.noted_token(kind=kind, token_hash=self._hash(value))
        if noted is not None and noted.used_at is not None:
            grants.end_grant(grant=noted.grant, reason=reason, ended_by=None)

    @staticmethod
    def _hash(value: str) -> str:
        return str(get_adapter().hash_token(value))
