"""Routes of comments on drafts below /api/v1/."""

from django.urls import path

from edusync.courses.rest import comment_views as views

urlpatterns = [
    path("courses/<slug:slug>/comments", views.CourseCommentsView.as_view(), name="course-comments"),
    path(
        "courses/<slug:slug>/comment-counts", views.CommentCountsView.as_view(), name="course-comment-counts"
    ),
    path("comments/<int:comment_id>", views.CommentView.as_view(), name="comment"),
    path(
        "comments/<int:comment_id>/resolution",
        views.CommentResolutionView.as_view(),
        name="comment-resolution",
    ),
]
