"""Routes below /api/v1/."""

from django.urls import path

from edusync.operations.rest.database_views import DatabaseView, HealthHistoryView, PlanView
from edusync.operations.rest.flag_views import (
    FlagHistoryView,
    FlagOffView,
    FlagPreviewView,
    FlagsView,
    FlagView,
)

urlpatterns = [
    path("site/database", DatabaseView.as_view(), name="site-database"),
    path("site/health", HealthHistoryView.as_view(), name="site-health"),
    path("site/plans/<slug:report>", PlanView.as_view(), name="site-plan"),
    path("site/flags", FlagsView.as_view(), name="site-flags"),
    path("site/flags/<slug:key>", FlagView.as_view(), name="site-flag"),
    path("site/flags/<slug:key>/off", FlagOffView.as_view(), name="site-flag-off"),
    path("site/flags/<slug:key>/preview", FlagPreviewView.as_view(), name="site-flag-preview"),
    path("site/flags/<slug:key>/history", FlagHistoryView.as_view(), name="site-flag-history"),
]
