"""People of the organization, for those who look after them."""

from typing import Any

from django.http import HttpResponse

from edusync.identity import queries, services
from edusync.identity.models import OrganizationMembership
from edusync.identity.policy import PersonPolicy
from edusync.identity.rest.serializers import (
    PersonDetailSerializer,
    PersonSerializer,
    RoleChangeSerializer,
    StatusChangeSerializer,
)
from edusync.identity.services import sign_in_reads
from edusync.kernel import clock
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.kernel.tenancy import current_organization_id


def person_row(membership: OrganizationMembership, roles: list[str]) -> dict[str, Any]:
    """A person as the list shows them."""
    user = membership.user
    return {
        "id": user.pk,
        "uuid": str(user.uuid),
        "display_name": user.display_name,
        "email": user.email,
        "username": user.username,
        "avatar_url": queries.avatar_url_of(user),
        "roles": roles,
        "status": status_of(membership),
        "last_login_at": user.last_login,
        "joined_at": membership.created_at,
    }


def status_of(membership: OrganizationMembership) -> str:
    """The first thing that keeps the person out, else `active`."""
    user = membership.user
    if not user.is_active:
        return "inactive"
    if membership.status != OrganizationMembership.Status.ACTIVE:
        return str(membership.status)
    is_locked = user.account_locked_until is not None and user.account_locked_until > clock.now()
    return "locked" if is_locked else "active"


class PeopleView(ApiView):
    """The people of the organization."""

    policy = PersonPolicy()
    permissions = {"get": Permission.PERSON_READ}
    rate_limits = {"get": "search"}

    @schema(
        response=PersonSerializer,
        paginated=True,
        query={"search": "Words in name, user name or address.", "role": "Code of a role."},
        summary="People of the organization",
    )
    def get(self, request: Any) -> FastResponse:
        """The newest members first."""
        organization_id = current_organization_id()
        people = queries.members(
            organization_id=organization_id,
            search=request.GET.get("search", "")[:200],
            role=request.GET.get("role", "")[:60],
        )
        page = keyset_page(people, request=request, order=("-user_id",))
        rows = page["results"]
        held = queries.roles_held([row.user_id for row in rows], organization_id=organization_id)
        page["results"] = [person_row(row, held.get(row.user_id, [])) for row in rows]
        return FastResponse(page)


class PersonBaseView(ApiView):
    """One person."""

    policy = PersonPolicy()

    def membership(self, user_id: int) -> OrganizationMembership:
        """The person's membership if the actor may see it. Raises NotFound."""
        people = queries.members(organization_id=current_organization_id())
        return self.get_visible(people, user_id=user_id)  # type: ignore[no-any-return]

    def answer(self, user_id: int) -> FastResponse:
        """The person with roles and actions."""
        membership = self.membership(user_id)
        assignments = list(
            queries.role_assignments_of(user_id=user_id, organization_id=membership.organization_id)
        )
        row = person_row(membership, sorted({assignment.role.code for assignment in assignments}))
        row["assignments"] = [
            {
                "role": assignment.role.code,
                "name": assignment.role.name,
                "scope": assignment.scope,
                "scope_id": assignment.scope_id,
                "granted_at": assignment.created_at,
            }
            for assignment in assignments
        ]
        row["actions"] = self.required_policy().actions(self.actor, membership)
        may_manage = Permission.PERSON_MANAGE in row["actions"]
        row["sign_in"] = sign_in_reads.sign_in_facts(membership.user) if may_manage else None
        return FastResponse(row)


class PersonView(PersonBaseView):
    """One person."""

    key_scopes = {"patch": Permission.PERSON_MANAGE}

    @schema(response=PersonDetailSerializer, summary="One person with roles")
    def get(self, request: Any, user_id: int) -> FastResponse:
        """A person of the organization; everybody may read themselves."""
        self.check(Permission.PERSON_READ, self.membership(user_id))
        return self.answer(user_id)

    @schema(
        request=StatusChangeSerializer,
        response=PersonDetailSerializer,
        summary="Suspend a member or let them in",
    )
    def patch(self, request: Any, user_id: int) -> FastResponse:
        """Suspend a member, or let them in again."""
        self.check(Permission.PERSON_MANAGE, self.membership(user_id))
        given = self.validated(StatusChangeSerializer)
        services.set_member_status(
            user_id=user_id,
            organization_id=current_organization_id(),
            status=given["status"],
            changed_by=self.actor,
        )
        return self.answer(user_id)


class PersonUnlockView(PersonBaseView):
    """The lock after too many wrong passwords."""

    key_scopes = {"post": Permission.PERSON_MANAGE}

    @schema(response=PersonDetailSerializer, summary="Unlock an account")
    def post(self, request: Any, user_id: int) -> FastResponse:
        """Open the account before its time."""
        self.check(Permission.PERSON_MANAGE, self.membership(user_id))
        services.unlock_person(user_id=user_id, unlocked_by=self.actor)
        return self.answer(user_id)


class PersonRolesView(PersonBaseView):
    """Roles of a person."""

    key_scopes = {"post": Permission.ROLE_GRANT, "delete": Permission.ROLE_GRANT}

    needs_step_up = frozenset({"post", "delete"})

    @schema(request=RoleChangeSerializer, response=PersonDetailSerializer, summary="Grant a role")
    def post(self, request: Any, user_id: int) -> FastResponse:
        """Grant a role; twice is once."""
        self.check(Permission.ROLE_GRANT, self.membership(user_id))
        given = self.validated(RoleChangeSerializer)
        services.grant_role(
            user_id=user_id,
            role_code=given["role"],
            scope=given["scope"],
            scope_id=given["scope_id"],
            granted_by=self.actor,
        )
        return self.answer(user_id)

    @schema(
        status=204,
        query={
            "role": "Code of the role.",
            "scope": "`organization` (as without) or `course`.",
            "scope_id": "Id of the course.",
        },
        summary="Revoke a role",
    )
    def delete(self, request: Any, user_id: int) -> HttpResponse:
        """Take a role away."""
        self.check(Permission.ROLE_GRANT, self.membership(user_id))
        wanted = RoleChangeSerializer(data=request.GET.dict())
        wanted.is_valid(raise_exception=True)
        given = wanted.validated_data
        services.revoke_role(
            user_id=user_id,
            role_code=given["role"],
            scope=given["scope"],
            scope_id=given["scope_id"],
            revoked_by=self.actor,
        )
        return HttpResponse(status=204)
