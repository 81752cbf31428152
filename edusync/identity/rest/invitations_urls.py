"""Routes of invitations."""

from django.urls import path

from edusync.identity.rest.invitations_views import (
    AcceptInvitationView,
    InvitationResendView,
    InvitationRevokeView,
    InvitationsView,
    OpenInvitationView,
)

urlpatterns = [
    path("invitations", InvitationsView.as_view(), name="invitations"),
    path("invitations/open", OpenInvitationView.as_view(), name="invitation-open"),
    path("invitations/accept", AcceptInvitationView.as_view(), name="invitation-accept"),
    path("invitations/<int:pk>/resend", InvitationResendView.as_view(), name="invitation-resend"),
    path("invitations/<int:pk>/revoke", InvitationRevokeView.as_view(), name="invitation-revoke"),
]
