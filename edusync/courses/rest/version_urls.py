"""Routes of versions, below /api/v1/."""

from django.urls import path

from edusync.courses.rest import version_views as views

urlpatterns = [
    path("courses/<slug:slug>/versions", views.VersionsView.as_view(), name="course-versions"),
    path(
        "courses/<slug:slug>/versions/compare",
        views.VersionCompareView.as_view(),
        name="course-version-compare",
    ),
    path("courses/<slug:slug>/versions/<int:number>", views.VersionView.as_view(), name="course-version"),
    path(
        "courses/<slug:slug>/versions/<int:number>/restore",
        views.VersionRestoreView.as_view(),
        name="course-version-restore",
    ),
    path(
        "courses/<slug:slug>/versions/<int:number>/lessons/<uuid:lesson_uuid>",
        views.VersionLessonView.as_view(),
        name="course-version-lesson",
    ),
]
