"""Routes of scheduled reports, below /api/v1/."""

from django.urls import path

from edusync.reports.rest import schedule_views as views

urlpatterns = [
    path("report-schedules", views.ReportSchedulesView.as_view(), name="report-schedules"),
    path("report-schedules/<uuid:uuid>", views.ReportScheduleView.as_view(), name="report-schedule"),
    path(
        "report-schedules/<uuid:uuid>/run", views.ReportScheduleRunView.as_view(), name="report-schedule-run"
    ),
    path(
        "report-schedules/<uuid:uuid>/subscription",
        views.ReportSubscriptionView.as_view(),
        name="report-subscription",
    ),
    path("report-receivers", views.ReportReceiverChoicesView.as_view(), name="report-receivers"),
]
