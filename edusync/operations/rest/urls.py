"""Routes below /api/v1/."""

from django.urls import path

from edusync.operations.rest.database_views import DatabaseView, HealthHistoryView, PlanView

urlpatterns = [
    path("site/database", DatabaseView.as_view(), name="site-database"),
    path("site/health", HealthHistoryView.as_view(), name="site-health"),
    path("site/plans/<slug:report>", PlanView.as_view(), name="site-plan"),
]
