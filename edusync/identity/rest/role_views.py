"""Roles: which there are, what they hold, own ones made and changed."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from edusync.identity.models import Role
from edusync.identity.permission_words import WORDS
from edusync.identity.rest.role_serializers import (
    PermissionSerializer,
    RoleDraftSerializer,
    RolePermissionsSerializer,
    RoleSerializer,
    RoleTextsSerializer,
)
from edusync.identity.role_policy import RolePolicy
from edusync.identity.roles import SYSTEM_ROLES
from edusync.identity.services import role_editor, roles_reads
from edusync.kernel.locking import etag, require_match
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.kernel.tenancy import current_organization_id

_SYSTEM_CODES = frozenset(role.code for role in SYSTEM_ROLES)


class RoleBaseView(ApiView):
    """Roles of the organization."""

    policy = RolePolicy()

    def role(self, role_id: int) -> Role:
        """A role that the actor may see. Raises NotFound."""
        roles = roles_reads.roles_of(current_organization_id())
        return self.get_visible(roles, role_id)  # type: ignore[no-any-return]

    def shown(self, roles: Sequence[Role]) -> list[dict[str, Any]]:
        """Roles as JSON shows them: two queries, however many."""
        ids = [role.pk for role in roles]
        held = roles_reads.permissions_by_role(ids)
        holders = roles_reads.holders_by_role(ids, organization_id=current_organization_id())
        return [
            {
                "id": role.pk,
                "code": role.code,
                "name": role.name,
                "description": role.description,
                "is_system": role.organization_id is None,
                "replaces_system": role.organization_id is not None and role.code in _SYSTEM_CODES,
                "permissions": held[role.pk],
                "holders": holders.get(role.pk, 0),
                "row_version": role.row_version,
                "actions": self.required_policy().actions(self.actor, role),
            }
            for role in roles
        ]

    def answer(self, role: Role, status: int = 200) -> FastResponse:
        """One role, with its version."""
        return FastResponse(self.shown([role])[0], status=status, headers={"ETag": etag(role)})


class RolesView(RoleBaseView):
    """All roles that can be held in the organization."""

    permissions = {"get": Permission.ROLE_READ, "post": Permission.ROLE_MANAGE}

    @schema(
        response=RoleSerializer, paginated=True, summary="Roles with what they hold and how many hold them"
    )
    def get(self, request: Any) -> FastResponse:
        """By name."""
        roles = roles_reads.roles_of(current_organization_id())
        page = keyset_page(roles, request=request, order=("name", "id"), limit=100)
        page["results"] = self.shown(page["results"])
        return FastResponse(page)

    @schema(request=RoleDraftSerializer, response=RoleSerializer, status=201, summary="Make an own role")
    def post(self, request: Any) -> FastResponse:
        """Empty, with permissions, or as a copy of another role."""
        given = self.validated(RoleDraftSerializer)
        copy_of = given.pop("copy_of", None)
        role = role_editor.create_role(
            **given,
            copy_of=self.role(copy_of) if copy_of else None,
            organization_id=current_organization_id(),
            created_by=self.actor,
        )
        return self.answer(role, 201)


class RoleView(RoleBaseView):
    """One role."""

    @schema(response=RoleSerializer, summary="One role")
    def get(self, request: Any, role_id: int) -> FastResponse:
        """With what it holds."""
        return self.answer(self.role(role_id))

    @schema(
        request=RoleTextsSerializer, response=RoleSerializer, needs_version=True, summary="Rename an own role"
    )
    def patch(self, request: Any, role_id: int) -> FastResponse:
        """Name and description."""
        role = self.role(role_id)
        role_editor.refuse_protected(role)
        self.check(Permission.ROLE_MANAGE, role)
        require_match(request._request, role)
        changes = self.validated(RoleTextsSerializer)
        return self.answer(role_editor.update_role(role=role, **changes, changed_by=self.actor))


class RolePermissionsView(RoleBaseView):
    """What an own role holds."""

    needs_step_up = frozenset({"put"})

    @schema(
        request=RolePermissionsSerializer,
        response=RoleSerializer,
        needs_version=True,
        summary="Set what an own role holds",
    )
    def put(self, request: Any, role_id: int) -> FastResponse:
        """All of it at once; whoever holds the role has it with the next request."""
        role = self.role(role_id)
        role_editor.refuse_protected(role)
        self.check(Permission.ROLE_MANAGE, role)
        require_match(request._request, role)
        codes = self.validated(RolePermissionsSerializer)["permissions"]
        return self.answer(
            role_editor.set_role_permissions(role=role, permissions=codes, changed_by=self.actor)
        )


class RoleArchiveView(RoleBaseView):
    """Putting an own role away."""

    @schema(status=204, needs_version=True, summary="Put an own role away")
    def post(self, request: Any, role_id: int) -> HttpResponse:
        """Nobody may hold it; one that stands in for a system role gives its holders back to that."""
        role = self.role(role_id)
        role_editor.refuse_protected(role)
        self.check(Permission.ROLE_MANAGE, role)
        require_match(request._request, role)
        role_editor.archive_role(role=role, archived_by=self.actor)
        return HttpResponse(status=204)


class PermissionsView(ApiView):
    """Everything that may be permitted, in plain words."""

    policy = RolePolicy()
    permissions = {"get": Permission.ROLE_READ}

    @schema(response=PermissionSerializer(many=True), summary="Permissions in plain words")
    def get(self, request: Any) -> FastResponse:
        """By area."""
        counts = roles_reads.permission_counts(current_organization_id())
        return FastResponse(
            [
                {
                    "code": str(code),
                    "area": words.area,
                    "label": words.label,
                    "about": words.about,
                    "is_dangerous": words.is_dangerous,
                    "is_held": self.actor.has(code),
                    "roles": counts.get(str(code), 0),
                }
                for code, words in WORDS.items()
            ]
        )
