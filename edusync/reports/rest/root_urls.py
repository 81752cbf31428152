"""Routes at the root of the site: reports as pages that need no script."""

from django.urls import path

from edusync.reports.rest import plain_views as views

urlpatterns = [
    path("reports/plain", views.first_report, name="plain-reports"),
    path("reports/<slug:slug>/plain", views.plain_report, name="plain-report"),
    path("reports/<slug:slug>/plain/csv", views.plain_csv, name="plain-report-csv"),
    path("reports/<slug:slug>/plain/pdf", views.plain_pdf, name="plain-report-pdf"),
]
