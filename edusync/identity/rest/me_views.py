"""The signed-in person: who they are and how they want the site."""

from typing import Any

from edusync.identity import services
from edusync.identity.models import User
from edusync.identity.rest.serializers import MeSerializer, ProfileChangesSerializer, SettingsSerializer
from edusync.identity.standing import person_with_standing, standing_of, work_in
from edusync.kernel import flags
from edusync.kernel.policy import Permission, SignedIn
from edusync.kernel.problems import Unauthenticated
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.kernel.tenancy import current_organization_id
from edusync.kernel.view_as import CEILING


def me_of(user: User) -> dict[str, Any]:
    """The person as JSON shows them to themselves."""
    standing = standing_of(user)
    permissions = standing.permissions
    if not standing.is_first_organization:
        # Every admin holds it; elsewhere it opens nothing (see `organizations_policy`).
        permissions -= {Permission.SITE_MANAGE}
    if user.is_superuser:
        permissions = frozenset(str(permission) for permission in Permission)
    viewing = getattr(user, "viewing", None)
    if viewing is not None:
        permissions &= CEILING
    return {
        "id": user.pk,
        "uuid": str(user.uuid),
        "email": user.email,
        "username": user.username,
        "display_name": user.display_name,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "headline": standing.profile["headline"],
        "bio": standing.profile["bio"],
        "avatar_url": standing.profile["avatar_url"] or None,
        "is_staff": user.is_staff,
        "roles": list(standing.roles),
        "permissions": sorted(permissions),
        "unit_permissions": sorted(set().union(*standing.unit_permissions.values())),
        "settings": standing.settings,
        "organization": standing.organization,
        "organizations": standing.organizations,
        "features": flags.keys_on_for(
            person_id=user.pk,
            organization_id=standing.organization.id if standing.organization else None,
            roles=standing.roles,
        ),
        "has_pending_policies": standing.has_pending_policies,
        "second_factor": {
            "is_set": standing.sign_in.has_second_factor,
            "due_at": standing.sign_in.second_factor_due_at,
        },
        "impersonator": viewing,
    }


def me_again(user_id: int) -> FastResponse:
    """The person as stored now, in the organization in context."""
    user = person_with_standing(user_id)
    if user is None:
        raise Unauthenticated
    work_in(user, (current_organization_id(),))
    return FastResponse(me_of(user))


class MeView(ApiView):
    """The signed-in person."""

    policy = SignedIn()
    is_open_before_second_factor = True
    key_scopes = {"get": Permission.PROFILE_UPDATE, "patch": Permission.PROFILE_UPDATE}

    @schema(response=MeSerializer, summary="Who is signed in")
    def get(self, request: Any) -> FastResponse:
        """Identity, roles, permissions and settings; 401 for visitors."""
        return FastResponse(me_of(request._request.user), headers={"Cache-Control": "private, no-store"})

    @schema(
        request=ProfileChangesSerializer,
        response=MeSerializer,
        summary="Change one's name, headline, biography",
    )
    def patch(self, request: Any) -> FastResponse:
        """Change what one says about oneself."""
        changes = self.validated(ProfileChangesSerializer, partial=True)
        services.update_profile(user_id=request._request.user.pk, changes=changes)
        return me_again(request._request.user.pk)


class MySettingsView(ApiView):
    """How the person wants the site."""

    policy = SignedIn()
    is_open_before_second_factor = True
    key_scopes = {"patch": Permission.PROFILE_UPDATE}

    @schema(request=SettingsSerializer, response=MeSerializer, summary="Change one's settings")
    def patch(self, request: Any) -> FastResponse:
        """Change theme, language, time zone, text size, voice reader, motion."""
        changes = self.validated(SettingsSerializer, partial=True)
        services.update_settings(user_id=request._request.user.pk, changes=changes)
        return me_again(request._request.user.pk)
