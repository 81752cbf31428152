"""Routes of provisioning, for people; the directory's own are in `scim_root_routes`."""

from django.urls import path

from edusync.identity.rest.provisioning_views import ProvisioningEventsView, ProvisioningView

urlpatterns = [
    path("provisioning", ProvisioningView.as_view(), name="provisioning"),
    path("provisioning/events", ProvisioningEventsView.as_view(), name="provisioning-events"),
]
