"""Routes of SCIM."""

from django.urls import path

from edusync.identity.rest import scim_views as views
from edusync.identity.scim.schemas import GROUPS, USERS

BASE = "scim/v2/<slug:slug>/"

urlpatterns = [
    path(BASE + "ServiceProviderConfig", views.ScimConfigView.as_view()),
    path(BASE + "ResourceTypes", views.ScimTypesView.as_view()),
    path(BASE + "ResourceTypes/<str:name>", views.ScimTypesView.as_view()),
    path(BASE + "Schemas", views.ScimSchemasView.as_view()),
    path(BASE + "Schemas/<str:urn>", views.ScimSchemasView.as_view()),
    path(BASE + ".search", views.ScimSearchView.as_view()),
    path(BASE + "Users", views.ScimListView.as_view()),
    path(BASE + "Users/.search", views.ScimSearchView.as_view(kinds=(USERS,))),
    path(BASE + "Users/<str:resource_id>", views.ScimUserView.as_view()),
    path(BASE + "Groups", views.ScimGroupsView.as_view()),
    path(BASE + "Groups/.search", views.ScimSearchView.as_view(kinds=(GROUPS,))),
    path(BASE + "Groups/<str:resource_id>", views.ScimGroupView.as_view()),
    path(BASE + "<path:rest>", views.ScimMissingView.as_view()),
]
