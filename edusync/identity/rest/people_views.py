"""One person of the organization, for those who look after them."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse

from edusync.identity import queries, services
from edusync.identity.models import OrganizationMembership
from edusync.identity.policy import PersonPolicy
from edusync.identity.rest.person_detail import details_of
from edusync.identity.rest.person_rows import person_row
from edusync.identity.rest.person_serializers import PersonChangesSerializer, PersonPageSerializer
from edusync.identity.rest.serializers import RoleChangeSerializer
from edusync.identity.services import sign_in_reads
from edusync.kernel.policy import Permission
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.kernel.tenancy import current_organization_id


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
        row |= details_of(membership, self.actor)
        return FastResponse(row)


class PersonView(PersonBaseView):
    """One person."""

    key_scopes = {"patch": Permission.PERSON_MANAGE}

    @schema(response=PersonPageSerializer, summary="One person with roles")
    def get(self, request: Any, user_id: int) -> FastResponse:
        """A person of the organization; everybody may read themselves."""
        self.check(Permission.PERSON_READ, self.membership(user_id))
        return self.answer(user_id)

    @schema(
        request=PersonChangesSerializer,
        response=PersonPageSerializer,
        summary="Change a member's state, name, number or unit",
    )
    def patch(self, request: Any, user_id: int) -> FastResponse:
        """Change what is named: all of it or nothing."""
        member = self.membership(user_id)
        self.check(Permission.PERSON_MANAGE, member)
        given = self.validated(PersonChangesSerializer)
        with transaction.atomic():
            services.update_person(member=member, changes=given, changed_by=self.actor)
            if "unit_id" in given:
                services.move_to_unit(member=member, unit_id=given["unit_id"], moved_by=self.actor)
            if "status" in given:
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

    @schema(response=PersonPageSerializer, summary="Unlock an account")
    def post(self, request: Any, user_id: int) -> FastResponse:
        """Open the account before its time."""
        self.check(Permission.PERSON_MANAGE, self.membership(user_id))
        services.unlock_person(user_id=user_id, unlocked_by=self.actor)
        return self.answer(user_id)


class PersonRolesView(PersonBaseView):
    """Roles of a person."""

    key_scopes = {"post": Permission.ROLE_GRANT, "delete": Permission.ROLE_GRANT}

    needs_step_up = frozenset({"post", "delete"})

    @schema(request=RoleChangeSerializer, response=PersonPageSerializer, summary="Grant a role")
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
