"""Routes of the outline for its authors."""

from django.urls import path

from edusync.courses.rest.outline_views import (
    OutlineCopiesView,
    OutlineDeletionsView,
    OutlineLessonsView,
    OutlineModulesView,
    OutlineOrderView,
    OutlineRedoView,
    OutlineUndoView,
    StudioOutlineView,
)

urlpatterns = [
    path("courses/<slug:slug>/studio-outline", StudioOutlineView.as_view(), name="studio-outline"),
    path("courses/<slug:slug>/outline-order", OutlineOrderView.as_view(), name="outline-order"),
    path("courses/<slug:slug>/outline-modules", OutlineModulesView.as_view(), name="outline-modules"),
    path("courses/<slug:slug>/outline-lessons", OutlineLessonsView.as_view(), name="outline-lessons"),
    path("courses/<slug:slug>/outline-deletions", OutlineDeletionsView.as_view(), name="outline-deletions"),
    path("courses/<slug:slug>/outline-copies", OutlineCopiesView.as_view(), name="outline-copies"),
    path(
        "courses/<slug:slug>/outline-changes/<uuid:uuid>/undo", OutlineUndoView.as_view(), name="outline-undo"
    ),
    path(
        "courses/<slug:slug>/outline-changes/<uuid:uuid>/redo", OutlineRedoView.as_view(), name="outline-redo"
    ),
]
