"""Routes of exports, below /api/v1/."""

from django.urls import path

from edusync.integrations.rest import export_views as views

urlpatterns = [
    path("courses/<slug:slug>/exports", views.CourseExportsView.as_view(), name="course-exports"),
    path("courses/<slug:slug>/exports/<slug:code>", views.CourseExportView.as_view(), name="course-export"),
    path("courses/<slug:slug>/code", views.CourseCodeView.as_view(), name="course-code"),
]
