"""Programs of the organization, and what one allowed them oneself."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse

from edusync.identity.models import Application, ApplicationGrant
from edusync.identity.oauth.scopes import ALL_SCOPES, API_SCOPES
from edusync.identity.rest.application_serializers import (
    ApplicationChangesSerializer,
    ApplicationScopesSerializer,
    ApplicationSerializer,
    ApplicationWithSecretSerializer,
    GrantedApplicationSerializer,
    NewApplicationSerializer,
)
from edusync.identity.services import application_grants
from edusync.identity.services import applications as services
from edusync.identity.single_sign_on_policy import ApplicationPolicy
from edusync.kernel import problems
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission, SignedIn
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.kernel.tenancy import current_organization_id

MANAGE = Permission.APPLICATION_MANAGE


def application_row(row: Application, *, people: int, actions: list[str]) -> dict[str, Any]:
    """A program in JSON."""
    values = services.values_of(row)
    values.pop("acts_for_me")
    return {
        "id": row.pk,
        "client_id": row.client_id,
        **values,
        "acts_for": row.acts_for.display_name if row.acts_for is not None else None,
        "is_enabled": row.is_enabled,
        "people": people,
        "created_at": row.created_at,
        "secret_changed_at": row.secret_changed_at,
        "last_used_at": row.last_used_at,
        "actions": actions,
    }


class ApplicationBaseView(ApiView):
    """Programs of the organization."""

    policy = ApplicationPolicy()

    def rows(self) -> Any:
        """All of the organization."""
        return services.applications_of(current_organization_id())

    def application(self, pk: int) -> Application:
        """The row, if the actor may see it. Raises NotFound."""
        return self.get_visible(self.rows(), pk)  # type: ignore[no-any-return]

    def shown(self, row: Application) -> dict[str, Any]:
        """The row in JSON."""
        people = services.people_by_application([row.pk]).get(row.pk, 0)
        actions = self.required_policy().actions(self.actor, row)
        return application_row(row, people=people, actions=actions)


class ApplicationsView(ApplicationBaseView):
    """Programs of the organization."""

    permissions = {"get": MANAGE, "post": MANAGE}
    needs_step_up = frozenset({"post"})

    @schema(response=ApplicationSerializer, paginated=True, summary="Programs of the organization")
    def get(self, request: Any) -> FastResponse:
        """The newest first."""
        page = keyset_page(self.rows(), request=request, order=("-id",))
        rows = page["results"]
        people = services.people_by_application([row.pk for row in rows])
        page["results"] = [
            application_row(
                row,
                people=people.get(row.pk, 0),
                actions=self.required_policy().actions(self.actor, row),
            )
            for row in rows
        ]
        return FastResponse(page)

    @schema(
        request=NewApplicationSerializer,
        response=ApplicationWithSecretSerializer,
        status=201,
        summary="Make a program known",
    )
    def post(self, request: Any) -> FastResponse:
        """The answer carries the secret, which is not shown again."""
        row, secret = services.create_application(
            values=self.validated(NewApplicationSerializer),
            organization_id=current_organization_id(),
            actor=self.actor,
        )
        return FastResponse({**self.shown(row), "client_secret": secret}, status=201)


class ApplicationView(ApplicationBaseView):
    """One program."""

    permissions = {"get": MANAGE, "patch": MANAGE}
    needs_step_up = frozenset({"patch"})

    @schema(response=ApplicationSerializer, summary="One program")
    def get(self, request: Any, application_id: int) -> FastResponse:
        """Everything but the secret."""
        return FastResponse(self.shown(self.application(application_id)))

    @schema(request=ApplicationChangesSerializer, response=ApplicationSerializer, summary="Change a program")
    def patch(self, request: Any, application_id: int) -> FastResponse:
        """Only what is given; disabling ends all its tokens."""
        row = self.application(application_id)
        changes = self.validated(ApplicationChangesSerializer)
        services.update_application(application=row, changes=changes, actor=self.actor)
        return FastResponse(self.shown(self.application(application_id)))


class ApplicationSecretView(ApplicationBaseView):
    """The secret of a program."""

    permissions = {"post": MANAGE}
    needs_step_up = frozenset({"post"})

    @schema(response=ApplicationWithSecretSerializer, summary="Give a program a new secret")
    def post(self, request: Any, application_id: int) -> FastResponse:
        """The old one is void at once."""
        row = self.application(application_id)
        secret = services.rotate_secret(application=row, actor=self.actor)
        return FastResponse({**self.shown(row), "client_secret": secret})


class ApplicationScopesView(ApplicationBaseView):
    """What programs may ask for."""

    permissions = {"get": MANAGE}

    @schema(response=ApplicationScopesSerializer, summary="Scopes that programs may ask for")
    def get(self, request: Any) -> FastResponse:
        """Each with the permissions that it opens."""
        found = [
            {"code": scope, "permissions": [str(code) for code in API_SCOPES.get(scope, ())]}
            for scope in ALL_SCOPES
        ]
        return FastResponse({"results": found, "issuer": settings.SITE_URL})


class OwnView(ApiView):
    """What one allowed programs oneself."""

    policy = SignedIn()

    def own_id(self) -> int:
        """Of the signed-in person."""
        if self.actor.user_id is None:
            raise problems.Unauthenticated
        return self.actor.user_id


class MyApplicationsView(OwnView):
    """Programs that I allowed something."""

    @schema(
        response=GrantedApplicationSerializer, paginated=True, summary="Programs that I allowed something"
    )
    def get(self, request: Any) -> FastResponse:
        """The newest first; each consent for itself."""
        grants = application_grants.grants_in_use(user_id=self.own_id())
        return FastResponse(keyset_page(grants, request=request, order=("-id",), serialize=grant_row))


class MyApplicationView(OwnView):
    """One consent of mine."""

    @schema(status=204, summary="Take back what I allowed a program")
    def delete(self, request: Any, grant_id: int) -> HttpResponse:
        """Its tokens end at once."""
        grant = application_grants.live_grants(user_id=self.own_id()).filter(pk=grant_id).first()
        if grant is None:
            raise problems.NotFound
        application_grants.end_grant(
            grant=grant, reason=ApplicationGrant.EndReason.REVOKED, ended_by=self.actor
        )
        return HttpResponse(status=204)


def grant_row(grant: ApplicationGrant) -> dict[str, Any]:
    """A consent in JSON."""
    return {
        "id": grant.pk,
        "name": grant.application.client.name,
        "description": grant.application.description,
        "organization": grant.application.organization.name,
        "scopes": grant.scopes.split(),
        "allowed_at": grant.created_at,
        "last_used_at": grant.last_used_at,
    }
