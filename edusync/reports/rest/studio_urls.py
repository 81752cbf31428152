"""Routes of the report studio, below /api/v1/."""

from django.urls import path

from edusync.reports.rest import studio_views as views

urlpatterns = [
    path("report-studio/relations", views.StudioRelationsView.as_view(), name="report-studio-relations"),
    path("report-studio/preview", views.StudioPreviewView.as_view(), name="report-studio-preview"),
    path("report-studio/receivers", views.ShareChoicesView.as_view(), name="report-studio-receivers"),
    path("report-definitions", views.ReportDefinitionsView.as_view(), name="report-definitions"),
    path("report-definitions/<uuid:uuid>", views.ReportDefinitionView.as_view(), name="report-definition"),
    path(
        "report-definitions/<uuid:uuid>/copy",
        views.ReportDefinitionCopyView.as_view(),
        name="report-definition-copy",
    ),
    path(
        "report-definitions/<uuid:uuid>/shares",
        views.ReportSharesView.as_view(),
        name="report-definition-shares",
    ),
]
