"""Who holds which role: given, taken away, and all that was."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from edusync.identity import queries
from edusync.identity.models import RoleAssignment
from edusync.identity.policy import PersonPolicy
from edusync.identity.rest.role_serializers import HolderSerializer, RoleGrantSerializer
from edusync.identity.rest.role_views import RoleBaseView
from edusync.identity.role_policy import RoleAssignmentPolicy
from edusync.identity.services import roles, roles_reads
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission, check
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.kernel.tenancy import current_organization_id

_STATE_HELP = "`current`, `coming`, `ended`; all without."
_ORDER = ("-id",)


def holder_row(row: RoleAssignment, names: dict[tuple[str, int], str]) -> dict[str, Any]:
    """An assignment as JSON shows it."""
    return {
        "id": row.pk,
        "user_id": row.user_id,
        "display_name": row.user.display_name,
        "avatar_url": queries.avatar_url_of(row.user),
        "role_id": row.role_id,
        "role": row.role.code,
        "role_name": row.role.name,
        "scope": row.scope,
        "scope_id": row.scope_id,
        "scope_name": names.get((row.scope, row.scope_id), ""),
        "state": roles_reads.state_of(row),
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "granted_at": row.created_at,
        "granted_by": row.granted_by.display_name if row.granted_by else None,
        "closed_at": row.closed_at,
        "closed_by": row.closed_by.display_name if row.closed_by else None,
    }


def holder_rows(rows: Sequence[RoleAssignment]) -> list[dict[str, Any]]:
    """Assignments as JSON shows them, with the names of units and courses."""
    names = roles_reads.scope_names_of(rows, organization_id=current_organization_id())
    return [holder_row(row, names) for row in rows]


def page_of(assignments: Any, request: Any) -> FastResponse:
    """A page of assignments, the newest first."""
    page = keyset_page(assignments, request=request, order=_ORDER)
    page["results"] = holder_rows(page["results"])
    return FastResponse(page)


class RoleHoldersView(RoleBaseView):
    """Who holds a role."""

    @schema(
        response=HolderSerializer,
        paginated=True,
        query={"state": _STATE_HELP, "search": "How words of the name or address begin."},
        summary="Who holds a role",
    )
    def get(self, request: Any, role_id: int) -> FastResponse:
        """The newest first, history included."""
        rows = roles_reads.assignments_of(current_organization_id()).filter(role=self.role(role_id))
        rows = roles_reads.in_state(rows, request.GET.get("state", ""))
        rows = roles_reads.with_names(rows, request.GET.get("search", "")[:200])
        return page_of(RoleAssignmentPolicy().visible(rows, self.actor), request)


class PermissionHoldersView(ApiView):
    """Who can do something."""

    policy = RoleAssignmentPolicy()
    permissions = {"get": Permission.ROLE_READ}

    @schema(response=HolderSerializer, paginated=True, summary="Who can do this")
    def get(self, request: Any, permission: str) -> FastResponse:
        """Everybody who holds the permission now by a role, with where."""
        if permission not in {str(code) for code in Permission}:
            raise NotFound
        rows = roles_reads.holders_of_permission(permission, organization_id=current_organization_id())
        return page_of(self.required_policy().visible(rows, self.actor), request)


class RoleAssignmentsView(ApiView):
    """Roles of people."""

    policy = RoleAssignmentPolicy()
    permissions = {"get": Permission.ROLE_READ, "post": Permission.ROLE_GRANT}
    needs_step_up = frozenset({"post"})

    @schema(
        response=HolderSerializer,
        paginated=True,
        query={"state": _STATE_HELP, "user_id": "Id of one person."},
        summary="Who was given which role, history included",
    )
    def get(self, request: Any) -> FastResponse:
        """The newest first."""
        rows = roles_reads.assignments_of(current_organization_id())
        rows = roles_reads.in_state(rows, request.GET.get("state", ""))
        user_id = request.GET.get("user_id", "")
        if user_id:
            if not (user_id.isascii() and user_id.isdigit() and len(user_id) < 19):
                raise ValidationProblem(errors=[FieldError("/user_id", "invalid", "A whole number.")])
            rows = rows.filter(user_id=int(user_id))
        return page_of(self.required_policy().visible(rows, self.actor), request)

    @schema(
        request=RoleGrantSerializer, response=HolderSerializer, status=201, summary="Give somebody a role"
    )
    def post(self, request: Any) -> FastResponse:
        """In the organization, a unit, a course or everywhere; from and to an instant. Twice is once."""
        given = self.validated(RoleGrantSerializer)
        people = queries.members(organization_id=current_organization_id())
        person = PersonPolicy().visible(people, self.actor).filter(user_id=given["user_id"]).first()
        if person is None:
            raise NotFound
        check(PersonPolicy(), self.actor, Permission.ROLE_GRANT, person)
        assignment = roles.grant_role(
            user_id=given["user_id"],
            role_code=given["role"],
            scope=given["scope"],
            scope_id=given["scope_id"],
            starts_at=given["starts_at"],
            ends_at=given["ends_at"],
            granted_by=self.actor,
        )
        row = roles_reads.assignments_of(assignment.organization_id).get(pk=assignment.pk)
        return FastResponse(holder_rows([row])[0], status=201)


class RoleAssignmentView(ApiView):
    """One role of one person."""

    policy = RoleAssignmentPolicy()

    @schema(response=HolderSerializer, summary="One role of one person")
    def get(self, request: Any, assignment_id: int) -> FastResponse:
        """With dates and who gave it."""
        rows = roles_reads.assignments_of(current_organization_id())
        return FastResponse(holder_rows([self.get_visible(rows, assignment_id)])[0])

    @schema(status=204, summary="Take a role from somebody")
    def delete(self, request: Any, assignment_id: int) -> HttpResponse:
        """It stays as history."""
        row = self.get_visible(roles_reads.assignments_of(current_organization_id()), assignment_id)
        self.check(Permission.ROLE_GRANT, row)
        roles.close_assignment(assignment=row, closed_by=self.actor)
        return HttpResponse(status=204)
