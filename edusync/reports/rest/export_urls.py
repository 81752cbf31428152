"""Routes of files of reports, below /api/v1/."""

from django.urls import path

from edusync.reports.rest import export_views as views

urlpatterns = [
    path("report-exports", views.ReportExportsView.as_view(), name="report-exports"),
    path("report-exports/<uuid:uuid>", views.ReportExportView.as_view(), name="report-export"),
    path(
        "report-exports/<uuid:uuid>/retry", views.ReportExportRetryView.as_view(), name="report-export-retry"
    ),
    path("report-exports/<uuid:uuid>/file", views.ReportExportFileView.as_view(), name="report-export-file"),
]
