"""Who makes a request with an access token: `Authorization: Bearer <JWT>`.

The signature says that this site made the token, the row of the token that nothing ended it since. Both are asked at
every request; the person's own standing caps what the token's scopes open.
"""

import dataclasses
import time
from datetime import datetime
from typing import Any

import jwt
from allauth.core.internal.jwkkit import load_pem
from allauth.idp.oidc.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from edusync.identity.models import ApplicationGrant, Organization, SigningKey, User
from edusync.identity.oauth.scopes import permissions_of_scopes
from edusync.identity.problems import TokenRefused
from edusync.identity.services import application_grants as grants
from edusync.identity.standing import person_with_standing, work_in
from edusync.kernel import clock
from edusync.kernel.policy import Actor

API_PREFIX = "/api/"
# Only the algorithm of our own keys: no `none`, no shared secret.
ALGORITHMS = ["RS256"]
KEYS_KEPT_SECONDS = 30
NEEDED = ["iss", "aud", "sub", "exp", "iat", "jti", "client_id"]


@dataclasses.dataclass(frozen=True, slots=True)
class PublicKey:
    """A key as this process knows it."""

    key: Any
    retires_at: datetime | None
    read_at: float


_keys: dict[str, PublicKey] = {}


def forget_keys() -> None:
    """Read the keys anew at the next token."""
    _keys.clear()


def actor_of_token(request: HttpRequest) -> Actor | None:
    """The person for whom the token's program acts; None if there is no token. Raises TokenRefused."""
    token = bearer_token(request)
    if token is None or not request.path.startswith(API_PREFIX):
        return None
    claims = verified_claims(token)
    grant = live_grant_of(token)
    user = person_of(grant, claims)
    standing = work_in(user, (grant.organization_id,))
    if not standing.is_member or standing.organization is None:
        raise refusal()
    if standing.organization.id != grant.organization_id:
        raise refusal()
    scopes = set(grant.scopes.split()) & set(str(claims.get("scope", "")).split())
    grants.note_use(grant)
    request.user = user
    return Actor(
        user_id=user.pk,
        organization_id=grant.organization_id,
        permissions=standing.permissions,
        course_permissions=standing.course_permissions,
        unit_permissions=standing.unit_permissions,
        ceiling=permissions_of_scopes(scopes & set(grant.application.client.get_scopes())),
        label=f"{user.display_name} ({grant.application.client.name})",
        roles=standing.roles,
        credential="token",
        credential_id=grant.pk,
    )


def bearer_token(request: HttpRequest) -> str | None:
    """The JWT in the header; None where there is none, or something that is not one (an API key)."""
    scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    is_token = scheme.lower() == "bearer" and token.startswith("ey") and token.count(".") == 2
    return token.strip() if is_token else None


def verified_claims(token: str) -> dict[str, Any]:
    """The claims of an access token of this site for its own API. Raises TokenRefused."""
    try:
        header = jwt.get_unverified_header(token)
        claims: dict[str, Any] = jwt.decode(
            token,
            key=public_key(str(header.get("kid", ""))),
            algorithms=ALGORITHMS,
            issuer=get_adapter().get_issuer(),
            audience=settings.API_AUDIENCE,
            options={"require": NEEDED},
        )
    except jwt.PyJWTError as error:
        raise refusal() from error
    # An ID token is signed by the same key, and says who somebody is to somebody else.
    if claims.get("token_use") != "access":
        raise refusal()
    return claims


def public_key(key_id: str) -> Any:
    """The published key of that id. Raises TokenRefused."""
    known = _keys.get(key_id)
    if known is None or time.monotonic() - known.read_at > KEYS_KEPT_SECONDS:
        row = SigningKey.objects.filter(key_id=key_id).first()
        if row is None:
            raise refusal()
        known = PublicKey(load_pem(row.private_pem).public_key(), row.retires_at, time.monotonic())
        _keys[key_id] = known
    if known.retires_at is not None and known.retires_at <= clock.now():
        raise refusal()
    return known.key


def live_grant_of(token: str) -> ApplicationGrant:
    """The grant of a token that nothing ended. Raises TokenRefused."""
    token_hash = get_adapter().hash_token(token)
    if settings.ENV.redis_url and cache.get(grants.revoked_key(token_hash)):
        raise refusal()
    noted = grants.noted_token(kind="access", token_hash=token_hash)
    if noted is None or noted.used_at is not None or not grants.is_live(noted.grant):
        raise refusal()
    application = noted.grant.application
    if not application.is_enabled or application.organization.status != Organization.Status.ACTIVE:
        raise refusal()
    return noted.grant


def person_of(grant: ApplicationGrant, claims: dict[str, Any]) -> User:
    """The person who allowed it, or for whom the program acts. Raises TokenRefused."""
    user_id = grant.user_id or grant.application.acts_for_id
    user = person_with_standing(user_id) if user_id is not None else None
    if user is None or not user.is_active or user.deleted_at is not None:
        raise refusal()
    if grant.user_id is not None and claims.get("ver") != user.token_version:
        raise refusal()
    return user


def refusal() -> TokenRefused:
    """What a program is told of any token that is no good: not why."""
    return TokenRefused(headers={"WWW-Authenticate": 'Bearer realm="edusync", error="invalid_token"'})
