"""Addresses to which providers send people back. allauth knows the names."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, path

from edusync.identity.sso.openid import callback

# allauth's SAML part cannot be imported without python3-saml.
IS_SAML_INSTALLED = find_spec("onelogin") is not None and find_spec("xmlsec") is not None


def saml_routes() -> list[URLPattern | URLResolver]:
    """Empty without the extra."""
    if not IS_SAML_INSTALLED:
        return []
    from edusync.identity.sso import saml

    return saml.urlpatterns


urlpatterns = [
    path("sign-in/return/<slug:provider_id>", callback, name="openid_connect_callback"),
    *saml_routes(),
]
