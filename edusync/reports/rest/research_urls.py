"""Routes of data sets for research, below /api/v1/."""

from django.urls import path

from edusync.reports.rest import research_views as views

urlpatterns = [
    path("research-exports", views.ResearchExportsView.as_view(), name="research-exports"),
    path("research-exports/preview", views.ResearchPreviewView.as_view(), name="research-preview"),
    path("research-exports/courses", views.ResearchCoursesView.as_view(), name="research-courses"),
    path("research-exports/<uuid:uuid>", views.ResearchExportView.as_view(), name="research-export"),
    path(
        "research-exports/<uuid:uuid>/file",
        views.ResearchExportFileView.as_view(),
        name="research-export-file",
    ),
]
