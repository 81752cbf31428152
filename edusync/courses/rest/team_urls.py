"""Routes of a course's team below /api/v1/."""

from django.urls import path

from edusync.courses.rest import team_views as views

urlpatterns = [
    path("courses/<slug:slug>/team", views.TeamView.as_view(), name="course-team"),
    path("courses/<slug:slug>/team/order", views.TeamOrderView.as_view(), name="course-team-order"),
    path("courses/<slug:slug>/team/owner", views.TeamOwnerView.as_view(), name="course-team-owner"),
    path(
        "courses/<slug:slug>/team/candidates",
        views.TeamCandidatesView.as_view(),
        name="course-team-candidates",
    ),
    path(
        "courses/<slug:slug>/team/invitations",
        views.TeamInvitationsView.as_view(),
        name="course-team-invitations",
    ),
    path(
        "courses/<slug:slug>/team/invitations/<int:invitation_id>",
        views.TeamInvitationView.as_view(),
        name="course-team-invitation",
    ),
    path(
        "courses/<slug:slug>/team/members/<int:user_id>",
        views.TeamMemberView.as_view(),
        name="course-team-member",
    ),
]
