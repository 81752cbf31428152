"""Signing in with other services, and being such a service for other programs."""

from datetime import timedelta
from importlib.util import find_spec as _find_spec
from pathlib import Path as _Path

from edusync.config.settings.accounts import HEADLESS_FRONTEND_URLS, SITE_URL
from edusync.config.settings.apps import INSTALLED_APPS, TEMPLATES
from edusync.config.settings.rest import RATE_LIMITS

# SAML needs python3-saml and xmlsec: the extra `saml`. Without it everything else works.
if _find_spec("onelogin") is not None and _find_spec("xmlsec") is not None:
    INSTALLED_APPS.insert(INSTALLED_APPS.index("allauth.idp.oidc"), "allauth.socialaccount.providers.saml")

HEADLESS_FRONTEND_URLS["socialaccount_login_error"] = SITE_URL + "/sign-in/done"
SOCIALACCOUNT_ADAPTER = "edusync.identity.sso.adapter.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "edusync.identity.sso.openid.OpenIDProvider",
        "OAUTH_PKCE_ENABLED": True,
    },
    "saml": {"provider_class": "edusync.identity.sso.saml.SamlProvider"},
}
# What a provider's tokens open there is no business of this site.
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False

IDP_OIDC_ADAPTER = "edusync.identity.oauth.adapter.OAuthAdapter"
IDP_OIDC_ACCESS_TOKEN_FORMAT = "jwt"  # noqa: S105
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = int(timedelta(minutes=10).total_seconds())
IDP_OIDC_ID_TOKEN_EXPIRES_IN = int(timedelta(minutes=5).total_seconds())
IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN = int(timedelta(days=30).total_seconds())
IDP_OIDC_AUTHORIZATION_CODE_EXPIRES_IN = 60
IDP_OIDC_DEVICE_CODE_EXPIRES_IN = int(timedelta(minutes=10).total_seconds())
IDP_OIDC_ROTATE_REFRESH_TOKEN = True
IDP_OIDC_INTROSPECTION_ENABLED = True
IDP_OIDC_JWKS_CACHE_CONTROL = int(timedelta(minutes=10).total_seconds())
# A new key is published for so long before it signs, and an old one for so long after it signed last.
SIGNING_KEY_NOTICE = timedelta(minutes=20)
SIGNING_KEY_KEPT = timedelta(days=1)
# For whom access tokens are: a token made for another audience is none here.
API_AUDIENCE = SITE_URL + "/api/v1"
# Our pages of the OAuth server come before the library's.
TEMPLATES[0]["DIRS"] = [_Path(__file__).parents[2] / "identity" / "templates"]
RATE_LIMITS["oauth-token"] = "300/m"
