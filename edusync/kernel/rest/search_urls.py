"""Routes below /api/v1/."""

from django.urls import path

from edusync.kernel.rest.search_views import SearchView

urlpatterns = [
    path("search", SearchView.as_view(), name="search"),
]
