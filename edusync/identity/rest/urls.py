"""Routes below /api/v1/. Each further subject has a `<subject>_urls.py` beside this file."""

from django.urls import path

from edusync.identity.rest.me_views import MeView, MySettingsView
from edusync.identity.rest.people_views import PersonRolesView, PersonUnlockView, PersonView
from edusync.identity.rest.site_views import SetupView, SiteView

urlpatterns = [
    path("site", SiteView.as_view(), name="site"),
    path("setup", SetupView.as_view(), name="setup"),
    path("me", MeView.as_view(), name="me"),
    path("me/settings", MySettingsView.as_view(), name="my-settings"),
    path("people/<int:user_id>", PersonView.as_view(), name="person"),
    path("people/<int:user_id>/unlock", PersonUnlockView.as_view(), name="person-unlock"),
    path("people/<int:user_id>/roles", PersonRolesView.as_view(), name="person-roles"),
]
