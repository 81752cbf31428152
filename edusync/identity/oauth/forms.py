"""The form of signing out at the word of a program."""

from typing import Any
from urllib.parse import urlsplit

from allauth.idp.oidc.forms import RPInitiatedLogoutForm
from allauth.idp.oidc.models import Client

from edusync.identity.services.applications import is_client_open


class LogoutForm(RPInitiatedLogoutForm):
    """Leads on only to a host to which the program's people are led anyway."""

    def clean(self) -> dict[str, Any]:
        """An address of another host is dropped, not followed."""
        wanted = self.cleaned_data.pop("post_logout_redirect_uri", "")
        cleaned: dict[str, Any] = super().clean() or {}
        client = cleaned.get("client")
        is_known = client is not None and is_client_open(client)
        cleaned["client"] = client if is_known else None
        cleaned["post_logout_redirect_uri"] = wanted if is_known and is_own_address(wanted, client) else None
        return cleaned


def is_own_address(address: str, client: Client) -> bool:
    """Whether the address has scheme, host and port of a registered redirect."""
    try:
        given = urlsplit(address)
        origin = (given.scheme, given.hostname, given.port)
    except ValueError:
        return False
    if given.scheme not in {"http", "https"} or given.username or "\\" in address:
        return False
    known = [urlsplit(uri) for uri in client.get_redirect_uris()]
    return origin in {(uri.scheme, uri.hostname, uri.port) for uri in known}
