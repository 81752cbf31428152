"""Addresses of the OAuth server. The names are those that allauth asks for."""

from allauth.idp.oidc import views as library
from django.urls import include, path

from edusync.identity.oauth import views

oidc_patterns = [
    path(".well-known/openid-configuration", library.configuration, name="configuration"),
    # The same document under the name that RFC 8414 gives it.
    path(".well-known/oauth-authorization-server", library.configuration, name="oauth_configuration"),
    path(".well-known/jwks.json", library.jwks, name="jwks"),
    path("oauth/authorize", views.authorize, name="authorization"),
    path("oauth/device", views.device, name="device_authorization"),
    path("oauth/device/code", views.device_code, name="device_code"),
    path("oauth/token", views.token, name="token"),
    path("oauth/revoke", views.revoke, name="revoke"),
    path("oauth/introspect", views.introspect, name="introspect"),
    path("oauth/userinfo", library.user_info, name="userinfo"),
    path("oauth/logout", views.logout, name="logout"),
]

urlpatterns = [path("", include(([path("", include((oidc_patterns, "oidc")))], "idp")))]
