"""The step of a sign-in that asks for a second factor."""

from typing import Any

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from edusync.identity.sso.apps_of_providers import provider_by_slug


def is_second_factor_trusted(sociallogin: Any) -> bool:
    """Whether the service asked for one, and the organization set that this is enough."""
    if sociallogin is None or not had_second_factor(sociallogin.account.extra_data):
        return False
    provider = provider_by_slug(sociallogin.account.provider)
    return provider is not None and provider.trusts_second_factor


def had_second_factor(told: Any) -> bool:
    """Whether the provider says, in its signed token, that it asked for more than a password (RFC 8176)."""
    if not isinstance(told, dict):
        return False
    methods = told.get("amr")
    if isinstance(methods, list) and "mfa" in methods:
        return True
    return told.get("acr") in {"https://refeds.org/profile/mfa", "phr", "phrh"}


class SecondFactorStage(AuthenticateStage):
    """Not asked twice: a trusted service may have asked already."""

    def _should_handle(self, request: HttpRequest) -> bool:
        sociallogin = (self.login.signal_kwargs or {}).get("sociallogin")
        return not is_second_factor_trusted(sociallogin) and super()._should_handle(request)
