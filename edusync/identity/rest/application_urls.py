"""Routes of programs."""

from django.urls import path

from edusync.identity.rest.application_views import (
    ApplicationScopesView,
    ApplicationSecretView,
    ApplicationsView,
    ApplicationView,
    MyApplicationsView,
    MyApplicationView,
)

urlpatterns = [
    path("applications", ApplicationsView.as_view(), name="applications"),
    path("application-scopes", ApplicationScopesView.as_view(), name="application-scopes"),
    path("applications/<int:application_id>", ApplicationView.as_view(), name="application"),
    path(
        "applications/<int:application_id>/secret", ApplicationSecretView.as_view(), name="application-secret"
    ),
    path("me/applications", MyApplicationsView.as_view(), name="my-applications"),
    path("me/applications/<int:grant_id>", MyApplicationView.as_view(), name="my-application"),
]
