"""Addresses to which providers send people back. allauth knows the names."""

from django.urls import URLPattern, URLResolver, path

from edusync.identity.sso.openid import callback
from edusync.identity.sso.saml_extra import is_saml_installed


def saml_routes() -> list[URLPattern | URLResolver]:
    """Empty without the extra: allauth's SAML part cannot be imported then."""
    if not is_saml_installed():
        return []
    from edusync.identity.sso import saml

    return saml.urlpatterns


urlpatterns = [
    path("sign-in/return/<slug:provider_id>", callback, name="openid_connect_callback"),
    *saml_routes(),
]
