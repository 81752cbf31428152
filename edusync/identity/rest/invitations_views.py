"""Invitations: sent and looked after by managers, opened and accepted by whoever has the link."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.views.decorators.debug import sensitive_variables

from edusync.identity import queries, services
from edusync.identity.models import Invitation, User
from edusync.identity.people_policy import InvitationPolicy
from edusync.identity.rest.invitations_serializers import (
    AcceptedInvitationSerializer,
    AcceptInvitationSerializer,
    InvitationLinkSerializer,
    InvitationPageSerializer,
    InvitationSerializer,
    InviteReportSerializer,
    InviteSerializer,
)
from edusync.identity.services import invitations
from edusync.kernel import clock
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.rest.views import ApiView, FastResponse, enforce_csrf, schema
from edusync.kernel.tenancy import current_organization_id


def invitation_row(invitation: Invitation) -> dict[str, Any]:
    """An invitation as the list shows it."""
    is_late = invitation.status == Invitation.Status.SENT and invitation.expires_at <= clock.now()
    inviter = invitation.invited_by
    return {
        "id": invitation.pk,
        "uuid": str(invitation.uuid),
        "email": invitation.email,
        "first_name": invitation.first_name,
        "last_name": invitation.last_name,
        "purpose": invitation.purpose,
        "roles": invitation.facts.get("roles", []),
        "status": "expired" if is_late else invitation.status,
        "invited_by": inviter.display_name if inviter else None,
        "person_id": invitation.user_id,
        "sent_at": invitation.sent_at,
        "expires_at": invitation.expires_at,
        "accepted_at": invitation.accepted_at,
    }


class InvitationsView(ApiView):
    """The invitations of the organization."""

    policy = InvitationPolicy()
    permissions = {"get": Permission.PERSON_INVITE, "post": Permission.PERSON_INVITE}
    rate_limits = {"post": "invite"}

    @schema(
        response=InvitationSerializer,
        paginated=True,
        query={"status": "`sent`, `accepted`, `revoked` or `expired`.", "search": "Start of the address."},
        summary="Invitations",
    )
    def get(self, request: Any) -> FastResponse:
        """The newest first."""
        rows = queries.invitations(
            organization_id=current_organization_id(),
            status=request.GET.get("status", "")[:20],
            search=request.GET.get("search", "")[:254],
        )
        return FastResponse(keyset_page(rows, request=request, order=("-id",), serialize=invitation_row))

    @schema(request=InviteSerializer, response=InviteReportSerializer, summary="Invite people")
    def post(self, request: Any) -> FastResponse:
        """Invite several people at once; each row gets its own answer."""
        given = self.validated(InviteSerializer)
        rows = services.invite_people(
            people=given["people"],
            roles=given["roles"],
            language=given["language"],
            organization_id=current_organization_id(),
            invited_by=self.actor,
        )
        invited = sum(row["result"] == "invited" for row in rows)
        return FastResponse({"invited": invited, "rows": rows})


class InvitationBaseView(ApiView):
    """One invitation."""

    policy = InvitationPolicy()
    key_scopes = {"post": Permission.PERSON_INVITE}

    def invitation(self, pk: int) -> Invitation:
        """The invitation if the actor may change it. Raises NotFound, Forbidden."""
        row = self.get_visible(queries.invitations(organization_id=current_organization_id()), pk)
        self.check(Permission.PERSON_INVITE, row)
        return row  # type: ignore[no-any-return]

    def answer(self, pk: int) -> FastResponse:
        """The invitation as it is now."""
        return FastResponse(invitation_row(self.invitation(pk)))


class InvitationResendView(InvitationBaseView):
    """A new link."""

    @schema(response=InvitationSerializer, summary="Send an invitation again")
    def post(self, request: Any, pk: int) -> FastResponse:
        """Send a new link; the old one ends."""
        self.invitation(pk)
        services.resend_invitation(invitation_id=pk, resent_by=self.actor)
        return self.answer(pk)


class InvitationRevokeView(InvitationBaseView):
    """Taking back."""

    @schema(response=InvitationSerializer, summary="Revoke an invitation")
    def post(self, request: Any, pk: int) -> FastResponse:
        """Take the invitation back; its link ends at once."""
        self.invitation(pk)
        services.revoke_invitation(invitation_id=pk, revoked_by=self.actor)
        return self.answer(pk)


def signed_in(request: Any) -> User | None:
    """The person of the session, also one whose memberships have all ended."""
    user = request._request.user
    return user if user.is_authenticated else None


class OpenInvitationView(ApiView):
    """What the page behind the link shows."""

    public = True
    rate_limits = {"post": "lookup"}

    @sensitive_variables("given")
    @schema(request=InvitationLinkSerializer, response=InvitationPageSerializer, summary="Open an invitation")
    def post(self, request: Any) -> FastResponse:
        """The token comes in the body: addresses land in logs."""
        enforce_csrf(request._request)
        given = self.validated(InvitationLinkSerializer)
        invitation = invitations.open_invitation(given["token"])
        inviter = invitation.invited_by
        return FastResponse(
            {
                "organization": invitation.organization.name,
                "inviter": inviter.display_name if inviter else None,
                "email": invitation.email,
                "first_name": invitation.first_name,
                "last_name": invitation.last_name,
                "purpose": invitation.purpose,
                "language": invitation.language,
                "expires_at": invitation.expires_at,
                "way": invitations.way_to_accept(invitation, signed_in(request)),
            },
            headers={"Cache-Control": "no-store"},
        )


class AcceptInvitationView(ApiView):
    """Joining."""

    public = True
    rate_limits = {"post": "lookup"}

    @sensitive_variables("given")
    @schema(
        request=AcceptInvitationSerializer,
        response=AcceptedInvitationSerializer,
        summary="Accept an invitation",
    )
    def post(self, request: Any) -> FastResponse:
        """Join; a new account is signed in at once."""
        enforce_csrf(request._request)
        given = self.validated(AcceptInvitationSerializer)
        invitation = invitations.open_invitation(given["token"])
        user = signed_in(request)
        way = invitations.way_to_accept(invitation, user)
        person = services.accept_invitation(user=user, **given)
        if way == "new-account" and user is None:
            get_adapter().login(request._request, person)
        return FastResponse(
            {
                "purpose": invitation.purpose,
                "organization": invitation.organization.name,
                "is_signed_in": user is not None or way == "new-account",
            }
        )
