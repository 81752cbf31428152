"""Routes of seeing the site as another person."""

from django.urls import path

from edusync.identity.rest.view_as_views import MyViewAsView, PersonViewAsView

urlpatterns = [
    path("people/<int:user_id>/view-as", PersonViewAsView.as_view(), name="person-view-as"),
    path("me/view-as", MyViewAsView.as_view(), name="my-view-as"),
]
