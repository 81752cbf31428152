"""Routes at the root of the site: the ways back from identity providers, and the OAuth server."""

from django.urls import include, path

urlpatterns = [
    path("", include("edusync.identity.sso.urls")),
    path("", include("edusync.identity.oauth.urls")),
]
