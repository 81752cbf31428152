"""allauth's questions about external accounts, answered from our tables and rules."""

from typing import Any
from urllib.parse import urlencode

import structlog
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from django.conf import settings
from django.db.models.expressions import DatabaseDefault
from django.http import HttpRequest, HttpResponseRedirect
from requests import RequestException

from edusync.identity.actor import BOUND_ORGANIZATION
from edusync.identity.models import IdentityProvider, User
from edusync.identity.services import external_identities
from edusync.identity.services.external_identities import ExternalSignInRefused, ToldPerson
from edusync.identity.sso import SECOND_FACTOR_BY_PROVIDER
from edusync.identity.sso.apps_of_providers import NAMES, app_of, enabled_providers, provider_by_slug
from edusync.identity.sso.stages import is_second_factor_trusted
from edusync.kernel import outgoing, tenancy

logger = structlog.get_logger(__name__)
FINISH_PATH = "/sign-in/done"
TIMEOUT_SECONDS = 8


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Providers are rows of ours; who may come in is decided by `services.external_identities`."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Enabled providers: one by its slug, or those of the organization in context."""
        rows = enabled_providers()
        if provider is None and client_id is None:
            organization_id = tenancy.current_organization_id() if tenancy.has_organization() else 0
            rows = rows.filter(organization_id=organization_id)
        elif provider in NAMES:
            # Only the SAML part asks like that, and names the slug as client id.
            rows = rows.filter(protocol=NAMES[provider], slug=client_id or "")
        else:
            rows = rows.filter(slug=provider or "")
        return [app_of(row) for row in rows.order_by("name")[:50]]

    def get_requests_session(self) -> Any:
        """Requests to providers never reach into this site's own network."""
        return outgoing.session(timeout_seconds=TIMEOUT_SECONDS)

    def is_email_verified(self, provider: Any, email: str) -> bool:
        """Never by the library's own settings: the rules are in the service."""
        return False

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """Never by the library: it does not know whose address was proved where."""
        return False

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """People are created before allauth would ask."""
        return False

    def serialize_instance(self, instance: Any) -> Any:
        """Kept in the session while a second factor is asked for: of a person no more than who it is."""
        if isinstance(instance, User):
            instance = User(pk=instance.pk, username=instance.username, email=instance.email)
        for field in instance._meta.concrete_fields:
            # What the database would give cannot be written down.
            if isinstance(getattr(instance, field.attname), DatabaseDefault):
                setattr(instance, field.attname, None)
        return super().serialize_instance(instance)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find, link or create the person; send whoever stays out back to the sign-in page with the reason."""
        try:
            provider = self._provider_of(sociallogin)
            self._identify(sociallogin, provider)
            external_identities.refuse_closed(provider=provider, person=sociallogin.user)
        except ExternalSignInRefused as refusal:
            logger.info(
                "external_sign_in_refused", provider=sociallogin.account.provider, reason=refusal.code
            )
            raise ImmediateHttpResponse(back_to_sign_in(sociallogin.state, refusal.code)) from refusal
        request.session[BOUND_ORGANIZATION] = provider.organization_id
        request.session[SECOND_FACTOR_BY_PROVIDER] = (
            sociallogin.user.pk if is_second_factor_trusted(sociallogin) else None
        )

    def _provider_of(self, sociallogin: SocialLogin) -> IdentityProvider:
        provider = provider_by_slug(sociallogin.account.provider)
        # Connecting by hand is not offered: a link comes from the first sign-in alone.
        if provider is None or sociallogin.state.get("process", AuthProcess.LOGIN) != AuthProcess.LOGIN:
            raise ExternalSignInRefused("not_offered")
        return provider

    def _identify(self, sociallogin: SocialLogin, provider: IdentityProvider) -> None:
        if sociallogin.is_existing:
            return
        address = next(iter(sociallogin.email_addresses), None)
        told = ToldPerson(
            email=address.email if address else "",
            is_email_verified=bool(address and address.verified),
            first_name=sociallogin.user.first_name,
            last_name=sociallogin.user.last_name,
        )
        person, is_new = external_identities.person_for(provider=provider, told=told)
        external_identities.refuse_closed(provider=provider, person=person)
        external_identities.link_account(
            account=sociallogin.account, person=person, provider=provider, is_new=is_new
        )
        sociallogin.user = person
        self.send_notification_mail("socialaccount/email/account_connected", person, {"user": person})

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Back to the sign-in page with a reason that it has words for."""
        state = (extra_context or {}).get("state")
        code = "unexpected_answer"
        if error == AuthError.CANCELLED:
            code = "cancelled"
        elif isinstance(exception, RequestException):
            code = "not_reachable"
        elif state is None and exception is None:
            code = "expired"
        name = getattr(provider, "sub_id", str(provider))
        logger.warning("external_sign_in_failed", provider=name, reason=code, detail=repr(exception)[:200])
        raise ImmediateHttpResponse(back_to_sign_in(state, code))


def back_to_sign_in(state: Any, code: str) -> HttpResponseRedirect:
    """The page where the sign-in ends, with what went wrong."""
    target = state.get("next") if isinstance(state, dict) else None
    address = target or settings.SITE_URL + FINISH_PATH
    return HttpResponseRedirect(address + ("&" if "?" in address else "?") + urlencode({"error": code}))
