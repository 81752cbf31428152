"""Routes of reports."""

from django.urls import path

from edusync.reports.rest import views

urlpatterns = [
    path("reports", views.ReportListView.as_view(), name="report-list"),
    path("reports/<slug:slug>", views.ReportView.as_view(), name="report"),
    path("reports/<slug:slug>/rows", views.ReportRowsView.as_view(), name="report-rows"),
    path("reports/<slug:slug>/chart", views.ReportChartView.as_view(), name="report-chart"),
]
