"""Routes of reports on accessibility."""

from django.urls import path

from edusync.courses.rest.accessibility_views import (
    AccessibilityReportsCsvView,
    AccessibilityReportsView,
    CourseAccessibilityView,
)

urlpatterns = [
    path("courses/<slug:slug>/accessibility", CourseAccessibilityView.as_view(), name="course-accessibility"),
    path("accessibility-reports", AccessibilityReportsView.as_view(), name="accessibility-reports"),
    path(
        "accessibility-reports.csv", AccessibilityReportsCsvView.as_view(), name="accessibility-reports-csv"
    ),
]
