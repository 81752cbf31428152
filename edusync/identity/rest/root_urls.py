"""Routes at the root of the site: the ways back from identity providers, the OAuth server, SCIM."""

from django.urls import include, path

urlpatterns = [
    path("", include("edusync.identity.sso.urls")),
    path("", include("edusync.identity.oauth.urls")),
    path("", include("edusync.identity.rest.scim_root_routes")),
]
