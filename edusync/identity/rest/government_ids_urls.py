"""Routes of government ids."""

from django.urls import path

from edusync.identity.rest.government_ids_views import GovernmentIdSearchView, GovernmentIdView

urlpatterns = [
    path("people/<int:user_id>/government-id", GovernmentIdView.as_view(), name="person-government-id"),
    path("people-by-government-id", GovernmentIdSearchView.as_view(), name="people-by-government-id"),
]
