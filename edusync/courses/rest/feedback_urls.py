"""Routes of saved courses, ratings and reviews below /api/v1/."""

from django.urls import path

from edusync.courses.rest import feedback_views as views

urlpatterns = [
    path("my/saved-courses", views.SavedCoursesView.as_view(), name="saved-courses"),
    path("courses/<slug:slug>/saved", views.SavedCourseView.as_view(), name="course-saved"),
    path("courses/<slug:slug>/similar", views.SimilarCoursesView.as_view(), name="course-similar"),
    path("courses/<slug:slug>/reviews", views.CourseReviewsView.as_view(), name="course-reviews"),
    path("courses/<slug:slug>/reviews/own", views.OwnReviewView.as_view(), name="course-own-review"),
    path("course-reviews", views.ReviewQueueView.as_view(), name="review-queue"),
    path("course-reviews/<int:review_id>/vote", views.ReviewVoteView.as_view(), name="review-vote"),
    path("course-reviews/<int:review_id>/reports", views.ReviewReportView.as_view(), name="review-report"),
    path("course-reviews/<int:review_id>/answer", views.ReviewAnswerView.as_view(), name="review-answer"),
    path("course-reviews/<int:review_id>/hidden", views.ReviewHiddenView.as_view(), name="review-hidden"),
]
