"""How allauth's second factors work here: secrets are sealed, names are the organization's."""

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured

from edusync.identity.adapter import organization_name
from edusync.kernel.crypto import BrokenSeal, UnknownKey, seal, unseal

PURPOSE = "mfa_authenticator.data"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Seals the secrets of authenticator apps and the seed of recovery codes."""

    def encrypt(self, text: str) -> str:
        """Sealed under the present key."""
        return seal(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again. Raises ImproperlyConfigured if the key is gone: nobody could sign in."""
        try:
            return unseal(encrypted_text, purpose=PURPOSE)
        except (UnknownKey, BrokenSeal) as error:
            raise ImproperlyConfigured("a second factor's secret cannot be opened") from error

    def get_totp_issuer(self) -> str:
        """The name an authenticator app shows."""
        return organization_name()

    def _get_site_name(self) -> str:
        return organization_name()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the host of the site."""
        host = context.request.get_host().rpartition(":")[0] or context.request.get_host()
        return {"id": host, "name": organization_name()}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - allauth's name
        """For a passkey stored without a name."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return f"Passkey {number}"
