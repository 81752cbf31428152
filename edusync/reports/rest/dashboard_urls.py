"""Routes of dashboards, below /api/v1/."""

from django.urls import path

from edusync.reports.rest import dashboard_views as views

urlpatterns = [
    path("dashboards/admin", views.AdminDashboardView.as_view(), name="admin-dashboard"),
    path("dashboards/manager", views.ManagerDashboardView.as_view(), name="manager-dashboard"),
    path("dashboards/auditor", views.ManagerDashboardView.as_view(), name="auditor-dashboard"),
    path("dashboards/instructor", views.InstructorDashboardView.as_view(), name="instructor-dashboard"),
    path("dashboards/metrics", views.MetricsDashboardView.as_view(), name="metrics-dashboard"),
]
