"""Routes of captions and of a course's files."""

from django.urls import path

from edusync.courses.rest.media_views import CaptionsView, CourseFilesView

urlpatterns = [
    path("lessons/<int:lesson_id>/captions/<slug:language>", CaptionsView.as_view(), name="lesson-captions"),
    path("courses/<slug:slug>/files", CourseFilesView.as_view(), name="course-files"),
]
