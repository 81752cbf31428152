"""An OpenID Connect provider as allauth sees it, with what its own code leaves out.

Added here: a nonce, PKCE always, the ID token's signature, the issuer of the discovery document and of the answer
(RFC 9207), the same subject in ID token and userinfo. What a visitor may add to the address is ignored.
"""

import functools
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from allauth.account.internal.decorators import login_not_required
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.crypto import get_random_string
from requests import RequestException

from edusync.identity.sso.claims import field_from
from edusync.identity.sso.id_tokens import verify_id_token
from edusync.identity.sso.problems import AnswerRefused
from edusync.kernel import tenancy
from edusync.kernel.outgoing import is_allowed_host

NONCE_LENGTH = 43
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


def fetch_json(address: str, **options: Any) -> dict[str, Any]:
    """An object from the provider. Raises RequestException, AnswerRefused."""
    with get_adapter().get_requests_session() as session:
        response = session.get(address, **options)
        response.raise_for_status()
        try:
            found = response.json()
        except ValueError as error:
            raise AnswerRefused("not-json") from error
    if not isinstance(found, dict):
        raise AnswerRefused("not-json")
    return found


def discover(issuer: str) -> dict[str, Any]:
    """The provider's discovery document. Raises RequestException, AnswerRefused."""
    found = fetch_json(issuer.rstrip("/") + "/.well-known/openid-configuration")
    if str(found.get("issuer", "")).rstrip("/") != issuer.rstrip("/"):
        raise AnswerRefused("issuer")
    for name in NEEDED:
        address = urlsplit(str(found.get(name, "")))
        is_safe = address.scheme == "https" or (
            address.scheme == "http" and is_allowed_host(address.hostname or "")
        )
        if not is_safe:
            raise AnswerRefused(name.replace("_", "-"))
    return found


class OpenIDAdapter(OpenIDConnectOAuth2Adapter):
    """Fetches and checks what the provider says."""

    expected_nonce = ""

    @functools.cached_property
    def _provider(self) -> Any:
        return get_adapter().get_provider(self.request, provider=self.provider_id)

    def get_provider(self) -> Any:
        """The provider, read once a request."""
        return self._provider

    @functools.cached_property
    def openid_config(self) -> dict[str, Any]:
        """The discovery document, checked."""
        return discover(self.get_provider().app.settings["server_url"])

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """The address that the provider knows, whatever host the browser used."""
        return callback_address(self.provider_id, request)

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any) -> Any:
        """Who it is, by ID token and userinfo. Raises AnswerRefused, RequestException."""
        id_token = kwargs["response"].get("id_token")
        if not isinstance(id_token, str):
            raise AnswerRefused("no-id-token")
        claims = verify_id_token(
            id_token,
            keys=fetch_json(self.openid_config["jwks_uri"]),
            issuer=self.openid_config["issuer"],
            client_id=app.client_id,
            nonce=self.expected_nonce,
        )
        told = {**claims, **self._more_about(claims, token)}
        return self.get_provider().sociallogin_from_response(request, told)

    def _more_about(self, claims: Mapping[str, Any], token: SocialToken) -> dict[str, Any]:
        address = self.openid_config.get("userinfo_endpoint")
        if not address:
            return {}
        found = fetch_json(address, headers={"Authorization": f"Bearer {token.token}"})
        if found.get("sub") != claims["sub"]:
            raise AnswerRefused("userinfo-subject")
        # How the person proved themselves is said by the signed token alone.
        return {name: value for name, value in found.items() if name not in {"amr", "acr", "iss", "aud"}}


def site_address(request: HttpRequest | None) -> str:
    """Where the site is for this browser: an organization's own host keeps its own session."""
    if request is not None and tenancy.organization_id_of_host(request) is not None:
        return f"{request.scheme}://{request.get_host()}"
    return str(settings.SITE_URL)


def callback_address(slug: str, request: HttpRequest | None = None) -> str:
    """Where the provider sends people back to."""
    return site_address(request) + reverse("openid_connect_callback", kwargs={"provider_id": slug})


class OpenIDProvider(OpenIDConnectProvider):
    """Builds the address of the provider's sign-in page, and reads what it tells."""

    supports_token_authentication = False
    pkce_enabled_default = True
    oauth2_adapter_class = OpenIDAdapter

    def serialize(self) -> dict[str, Any]:
        """By slug: two organizations may be known to one service under the same client id."""
        return {"id": self.sub_id}

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """What the organization set, nothing from the address."""
        return self.get_scope()  # type: ignore[no-any-return]

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        """What the organization set, nothing from the address."""
        return self.get_auth_params()  # type: ignore[no-any-return]

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponseBase:
        """Send the browser to the provider; to the sign-in page with the reason where that cannot be."""
        nonce = get_random_string(NONCE_LENGTH)
        kwargs["auth_params"] = {**self.get_auth_params(), "nonce": nonce}
        try:
            return super().redirect(request, process, next_url, data, nonce=nonce, **kwargs)  # type: ignore[no-any-return]
        except (RequestException, AnswerRefused, OAuth2Error) as error:
            return render_authentication_error(request, self, exception=error)  # type: ignore[no-any-return]

    def extract_uid(self, data: Mapping[str, Any]) -> str:
        """The subject, or the claim that the organization named instead."""
        uid = field_from(data, self.app.settings["mapping"], "uid", "sub")
        if not uid:
            raise AnswerRefused("subject")
        return uid

    def extract_extra_data(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Little is kept: what an admin needs to know the account again."""
        kept = {"email": self._email(data), "amr": data.get("amr"), "acr": data.get("acr")}
        return {name: value for name, value in kept.items() if value}

    def extract_common_fields(self, data: Mapping[str, Any]) -> dict[str, str]:
        """Names and address."""
        mapping = self.app.settings["mapping"]
        return {
            "email": self._email(data),
            "username": field_from(data, mapping, "username", "preferred_username"),
            "first_name": field_from(data, mapping, "first_name", "given_name"),
            "last_name": field_from(data, mapping, "last_name", "family_name"),
            "name": field_from(data, mapping, "name", "name"),
        }

    def extract_email_addresses(self, data: Mapping[str, Any]) -> list[EmailAddress]:
        """The address, proved only where the provider says so in so many words."""
        email = self._email(data)
        is_verified = data.get("email_verified") in {True, "true"}
        return [EmailAddress(email=email, verified=is_verified, primary=True)] if email else []

    def _email(self, data: Mapping[str, Any]) -> str:
        return field_from(data, self.app.settings["mapping"], "email", "email").lower()


class CallbackView(OAuth2CallbackView):
    """The way back from the provider."""

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, Any]:
        state, response = super()._get_state(request, provider)
        if state is not None:
            self.adapter.expected_nonce = state.get("nonce", "")
            named = request.GET.get("iss")
            if named is not None and named.rstrip("/") != provider.app.settings["server_url"].rstrip("/"):
                error = AnswerRefused("mixed-up-issuer")
                return None, render_authentication_error(
                    request, provider, exception=error, extra_context={"state": state}
                )
            try:
                self.adapter.openid_config  # noqa: B018 - read now, while the way back is known
            except (RequestException, AnswerRefused) as error:
                return None, render_authentication_error(
                    request, provider, exception=error, extra_context={"state": state}
                )
        return state, response


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Finish the sign-in that began at the sign-in page."""
    try:
        view = CallbackView.adapter_view(OpenIDAdapter(request, provider_id))
        return view(request)  # type: ignore[no-any-return]
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
