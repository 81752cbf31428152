"""Routes of coming into a course: the door, offers, requests, the line."""

from django.urls import path

from edusync.enrollment.rest import entry_views, request_views

urlpatterns = [
    path(
        "courses/<slug:slug>/enrollment",
        entry_views.CourseEnrollmentView.as_view(),
        name="course-enrollment",
    ),
    path("courses/<slug:slug>/requests", request_views.CourseRequestsView.as_view(), name="course-requests"),
    path(
        "courses/<slug:slug>/invitations",
        request_views.CourseInvitationsView.as_view(),
        name="course-invitations",
    ),
    path("courses/<slug:slug>/waitlist", request_views.WaitlistView.as_view(), name="course-waitlist"),
    path("courses/<slug:slug>/learners/bulk", request_views.BulkView.as_view(), name="course-learners-bulk"),
    path("enrollments/<int:pk>/pause", entry_views.PauseView.as_view(), name="enrollment-pause"),
    path("enrollments/<int:pk>/approve", request_views.ApproveView.as_view(), name="enrollment-approve"),
    path("enrollments/<int:pk>/reopen", request_views.ReopenView.as_view(), name="enrollment-reopen"),
    path("enrollments/<int:pk>/reject", request_views.RejectView.as_view(), name="enrollment-reject"),
    path(
        "enrollments/<int:pk>/transitions",
        request_views.TransitionsView.as_view(),
        name="enrollment-transitions",
    ),
    path("offers/<int:pk>/accept", entry_views.AcceptOfferView.as_view(), name="offer-accept"),
    path("offers/<int:pk>/decline", entry_views.DeclineOfferView.as_view(), name="offer-decline"),
    path("teaching/requests", request_views.TeachingRequestsView.as_view(), name="teaching-requests"),
    path("waitlist/<int:pk>", request_views.WaitlistEntryView.as_view(), name="waitlist-entry"),
]
