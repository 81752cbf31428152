"""Routes of review and states below /api/v1/."""

from django.urls import path

from edusync.courses.rest import lifecycle_views as views

urlpatterns = [
    path("courses/<slug:slug>/review", views.ReviewView.as_view(), name="course-review"),
    path("courses/<slug:slug>/history", views.HistoryView.as_view(), name="course-history"),
    path("courses/<slug:slug>/submit", views.SubmitView.as_view(), name="course-submit"),
    path("courses/<slug:slug>/withdraw", views.WithdrawView.as_view(), name="course-withdraw"),
    path("courses/<slug:slug>/decide", views.DecideView.as_view(), name="course-decide"),
    path("courses/<slug:slug>/publish", views.PublishView.as_view(), name="course-publish"),
    path("courses/<slug:slug>/unpublish", views.UnpublishView.as_view(), name="course-unpublish"),
    path("courses/<slug:slug>/archive", views.ArchiveView.as_view(), name="course-archive"),
    path("courses/<slug:slug>/schedule", views.ScheduleView.as_view(), name="course-schedule"),
    path("course-approvals", views.QueueView.as_view(), name="course-approvals"),
    path("course-approvals/count", views.QueueCountView.as_view(), name="course-review-count"),
    path("course-approvals/rule", views.ReviewRuleView.as_view(), name="course-review-rule"),
]
