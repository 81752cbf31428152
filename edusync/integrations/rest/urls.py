"""Routes below /api/v1/."""

from django.urls import path

from edusync.integrations.rest import people_import_urls, views

urlpatterns = [
    path("imports", views.ImportsView.as_view(), name="imports"),
    path("imports/<uuid:uuid>", views.ImportView.as_view(), name="import"),
    path("imports/<uuid:uuid>/retry", views.ImportRetryView.as_view(), name="import-retry"),
    path("imports/<uuid:uuid>/nodes", views.ImportNodesView.as_view(), name="import-nodes"),
    path("imports/<uuid:uuid>/report.csv", views.ImportReportView.as_view(), name="import-report"),
    *people_import_urls.urlpatterns,
]
