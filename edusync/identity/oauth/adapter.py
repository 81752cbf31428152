"""allauth's questions about tokens and claims, answered for a site of several organizations."""

from collections.abc import Iterable
from typing import Any, Literal
from uuid import UUID

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.internal.private_keys import filter_keys
from allauth.idp.oidc.models import Client, PrivateKey
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.crypto import get_random_string

from edusync.identity.models import User
from edusync.identity.oauth.scopes import ALL_SCOPES
from edusync.identity.services import signing_keys
from edusync.identity.services.applications import is_open_to

SECRET_LENGTH = 48


class OAuthAdapter(DefaultOIDCAdapter):
    """People are known to programs by their UUID; keys come from our table."""

    def generate_client_secret(self) -> str:
        """More than 256 random bits."""
        return get_random_string(SECRET_LENGTH)

    def get_issuer(self) -> str:
        """The site's address, whatever host name was asked."""
        return str(settings.SITE_URL)

    def get_user_sub(self, client: Client, user: Any) -> str:
        """Row numbers stay inside."""
        return str(user.uuid)

    def get_user_by_sub(self, client: Client, sub: str) -> User | None:
        """The person, if the application's organization lets them in now."""
        try:
            uuid = UUID(sub)
        except ValueError:
            return None
        person = User.objects.filter(uuid=uuid).first()
        return person if person is not None and is_open_to(client, person) else None

    def populate_access_token(
        self, access_token: dict[str, Any], *, client: Client, scopes: Iterable[str], user: Any, **kwargs: Any
    ) -> None:
        """For whom the token is, and what ends it."""
        access_token["aud"] = settings.API_AUDIENCE
        if user is None:
            access_token["sub"] = client.pk
        else:
            access_token["ver"] = user.token_version

    def get_claims(
        self,
        purpose: Literal["id_token", "userinfo"],
        user: Any,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """The usual claims, and the organization in whose name the person signed in."""
        claims: dict[str, Any] = super().get_claims(purpose, user, client, scopes, email, **kwargs)
        if "profile" in scopes:
            claims["organization"] = str(client.application.organization.uuid)
        return claims

    def validate_resource_uris(self, *, uris: list[str], **kwargs: Any) -> None:
        """Only this site's API can be asked for (RFC 8707). Raises ValidationError."""
        if any(uri != settings.API_AUDIENCE for uri in uris):
            raise ValidationError("This server is not the resource that was asked for.")

    def populate_server_metadata(self, data: dict[str, Any]) -> None:
        """What this server does, and nothing that it refuses."""
        data["scopes_supported"] = list(ALL_SCOPES)
        data["response_types_supported"] = ["code"]
        data["response_modes_supported"] = ["query"]
        data["claims_supported"] = [
            *("sub", "iss", "aud", "exp", "iat", "nonce", "email", "email_verified"),
            *("name", "given_name", "family_name", "preferred_username", "organization"),
        ]

    def list_private_keys(
        self, *, did_activate: Literal[True] | None = None, is_active: Literal[True] | None = None
    ) -> list[PrivateKey]:
        """Our table of signing keys, never empty."""
        keys = [
            PrivateKey(
                pem=key.private_pem,
                not_before=key.activates_at,
                issued_at=key.activates_at,
                expires_at=key.retires_at,
            )
            for key in signing_keys.ensure_signing_key()
        ]
        return filter_keys(keys, did_activate=did_activate, is_active=is_active)  # type: ignore[no-any-return]
