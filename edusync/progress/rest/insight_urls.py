"""Routes of how a course's learners get on."""

from django.urls import path

from edusync.progress.rest import insight_views as views

urlpatterns = [
    path("courses/<slug:slug>/insights", views.CourseInsightsView.as_view(), name="course-insights"),
    path("courses/<slug:slug>/attention", views.AttentionView.as_view(), name="course-attention"),
    path("courses/<slug:slug>/attention.csv", views.AttentionCsvView.as_view(), name="course-attention-csv"),
]
