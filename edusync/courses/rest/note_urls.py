"""Routes of notes and bookmarks below /api/v1/."""

from django.urls import path

from edusync.courses.rest import note_views as views

urlpatterns = [
    path("lessons/<int:lesson_id>/notes", views.LessonNotesView.as_view(), name="lesson-notes"),
    path("lessons/<int:lesson_id>/bookmarks", views.LessonBookmarksView.as_view(), name="lesson-bookmarks"),
    path("notes/<uuid:note_uuid>", views.NoteView.as_view(), name="note"),
    path("notes/<uuid:note_uuid>/restore", views.NoteRestoreView.as_view(), name="note-restore"),
    path("bookmarks/<uuid:bookmark_uuid>", views.BookmarkView.as_view(), name="bookmark"),
    path("my/notes", views.MyNotesView.as_view(), name="my-notes"),
    path("my/notes.md", views.MyNotesFileView.as_view(), name="my-notes-file"),
    path("my/bookmarks", views.MyBookmarksView.as_view(), name="my-bookmarks"),
]
