"""Routes of sign-in services."""

from django.urls import path

from edusync.identity.rest.identity_provider_views import (
    IdentityProviderCheckView,
    IdentityProvidersView,
    IdentityProviderView,
    SignInProviderStartView,
    SignInProvidersView,
)

urlpatterns = [
    path("sign-in/providers", SignInProvidersView.as_view(), name="sign-in-providers"),
    path(
        "sign-in/providers/<slug:slug>/start",
        SignInProviderStartView.as_view(),
        name="sign-in-provider-start",
    ),
    path("identity-providers", IdentityProvidersView.as_view(), name="identity-providers"),
    path("identity-providers/<int:provider_id>", IdentityProviderView.as_view(), name="identity-provider"),
    path(
        "identity-providers/<int:provider_id>/check",
        IdentityProviderCheckView.as_view(),
        name="identity-provider-check",
    ),
]
