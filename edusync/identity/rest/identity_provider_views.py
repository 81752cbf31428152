"""Sign-in services: the buttons of the sign-in page, and their set-up."""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.http import HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from edusync.identity.models import IdentityProvider
from edusync.identity.rest.identity_provider_serializers import (
    IdentityProviderChangesSerializer,
    IdentityProviderCheckSerializer,
    IdentityProviderSerializer,
    NewIdentityProviderSerializer,
    ProviderAddressSerializer,
    ProviderButtonsSerializer,
    ProviderStartSerializer,
)
from edusync.identity.services import identity_providers as services
from edusync.identity.single_sign_on_policy import IdentityProviderPolicy
from edusync.identity.sso.adapter import FINISH_PATH
from edusync.identity.sso.apps_of_providers import enabled_providers
from edusync.identity.sso.openid import callback_address, site_address
from edusync.identity.sso.saml_extra import is_saml_installed
from edusync.kernel import problems
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.rest.views import ApiView, FastResponse, enforce_csrf, schema
from edusync.kernel.tenancy import current_organization_id

MOST_BUTTONS = 12


def saml_addresses(slug: str) -> tuple[str, str]:
    """Where SAML answers come, and where our metadata is."""
    base = f"{site_address(None)}/saml/{slug}/"
    return base + "acs/", base + "metadata/"


def provider_row(row: IdentityProvider, *, people: int, actions: list[str]) -> dict[str, Any]:
    """A service in JSON."""
    is_saml = row.protocol == IdentityProvider.Protocol.SAML
    callback, metadata = saml_addresses(row.slug) if is_saml else (callback_address(row.slug), None)
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in (*services.TEXTS, *services.FLAGS)},
        "protocol": row.protocol,
        "slug": row.slug,
        "has_secret": bool(row.client_secret),
        "email_domains": row.email_domains,
        "attribute_mapping": row.attribute_mapping,
        "callback_url": callback,
        "metadata_url": metadata,
        "needs_extra": is_saml and not is_saml_installed(),
        "check_status": row.check_status,
        "check_problem": row.check_problem,
        "checked_at": row.checked_at,
        "people": people,
        "actions": actions,
    }


class SignInProvidersView(ApiView):
    """What the sign-in page offers beside the password."""

    public = True

    @schema(
        response=ProviderButtonsSerializer,
        query={"organization": "Slug of an organization; without it the one of the host name."},
        summary="Services to sign in with",
    )
    def get(self, request: Any) -> FastResponse:
        """The enabled services of the organization."""
        rows = enabled_providers()
        slug = request.GET.get("organization", "")[:80]
        if slug:
            rows = rows.filter(organization__slug=slug)
        else:
            rows = rows.filter(organization_id=self.actor.organization_id or 0)
        if not is_saml_installed():
            rows = rows.exclude(protocol=IdentityProvider.Protocol.SAML)
        found = rows.order_by("name").values("slug", "name", "protocol")[:MOST_BUTTONS]
        return FastResponse({"results": list(found)})


class SignInProviderStartView(ApiView):
    """Begins a sign-in with a service."""

    public = True
    rate_limits = {"post": "lookup"}

    @schema(
        request=ProviderStartSerializer,
        response=ProviderAddressSerializer,
        summary="Begin to sign in with a service",
    )
    def post(self, request: Any, slug: str) -> FastResponse:
        """The address of the service's page; what comes back is checked against this browser's session."""
        enforce_csrf(request._request)
        given = self.validated(ProviderStartSerializer)
        finish = site_address(request._request) + FINISH_PATH
        target = safe_path(given.get("next", ""))
        if target != "/":
            finish += "?" + urlencode({"next": target})
        try:
            provider = get_adapter().get_provider(request._request, provider=slug)
        except SocialApp.DoesNotExist as error:
            raise problems.NotFound from error
        answer = provider.redirect(request._request, AuthProcess.LOGIN, next_url=finish, headless=True)
        return FastResponse({"url": answer["Location"]})


def safe_path(address: str) -> str:
    """A path of this site; the start page for anything else."""
    is_path = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_path else "/"


class IdentityProvidersView(ApiView):
    """The organization's services."""

    policy = IdentityProviderPolicy()
    permissions = {"get": Permission.SIGN_IN_MANAGE, "post": Permission.SIGN_IN_MANAGE}
    needs_step_up = frozenset({"post"})

    @schema(
        response=IdentityProviderSerializer, paginated=True, summary="Sign-in services of the organization"
    )
    def get(self, request: Any) -> FastResponse:
        """By name."""
        rows = services.providers_with_people(current_organization_id())
        page = keyset_page(rows, request=request, order=("name", "id"))
        people = services.people_by_provider([row.slug for row in page["results"]])
        page["results"] = [
            provider_row(
                row,
                people=people.get(row.slug, 0),
                actions=self.required_policy().actions(self.actor, row),
            )
            for row in page["results"]
        ]
        return FastResponse(page)

    @schema(
        request=NewIdentityProviderSerializer,
        response=IdentityProviderSerializer,
        status=201,
        summary="Set up a sign-in service",
    )
    def post(self, request: Any) -> FastResponse:
        """It is switched off until somebody enables it."""
        row = services.create_provider(
            values=self.validated(NewIdentityProviderSerializer),
            organization_id=current_organization_id(),
            actor=self.actor,
        )
        actions = self.required_policy().actions(self.actor, row)
        return FastResponse(provider_row(row, people=0, actions=actions), status=201)


class IdentityProviderBaseView(ApiView):
    """One service."""

    policy = IdentityProviderPolicy()

    def provider(self, pk: int) -> IdentityProvider:
        """The row, if the actor may see it. Raises NotFound."""
        rows = services.providers_with_people(current_organization_id())
        return self.get_visible(rows, pk)  # type: ignore[no-any-return]

    def answer(self, row: IdentityProvider) -> FastResponse:
        """The row in JSON."""
        people = services.people_by_provider([row.slug]).get(row.slug, 0)
        actions = self.required_policy().actions(self.actor, row)
        return FastResponse(provider_row(row, people=people, actions=actions))


class IdentityProviderView(IdentityProviderBaseView):
    """One service."""

    permissions = {
        "get": Permission.SIGN_IN_MANAGE,
        "patch": Permission.SIGN_IN_MANAGE,
        "delete": Permission.SIGN_IN_MANAGE,
    }
    needs_step_up = frozenset({"patch", "delete"})

    @schema(response=IdentityProviderSerializer, summary="One sign-in service")
    def get(self, request: Any, provider_id: int) -> FastResponse:
        """Everything but the secret."""
        return self.answer(self.provider(provider_id))

    @schema(
        request=IdentityProviderChangesSerializer,
        response=IdentityProviderSerializer,
        summary="Change a sign-in service",
    )
    def patch(self, request: Any, provider_id: int) -> FastResponse:
        """Only what is given."""
        row = self.provider(provider_id)
        changes = self.validated(IdentityProviderChangesSerializer)
        return self.answer(services.update_provider(provider=row, changes=changes, actor=self.actor))

    @schema(status=204, summary="Take away a sign-in service that nobody uses")
    def delete(self, request: Any, provider_id: int) -> HttpResponse:
        """Refused while people are linked with it."""
        services.delete_provider(provider=self.provider(provider_id), actor=self.actor)
        return HttpResponse(status=204)


class IdentityProviderCheckView(IdentityProviderBaseView):
    """Asks a service whether it is there."""

    permissions = {"post": Permission.SIGN_IN_MANAGE}
    rate_limits = {"post": "lookup"}

    @schema(response=IdentityProviderCheckSerializer, summary="Ask a sign-in service whether it works")
    def post(self, request: Any, provider_id: int) -> FastResponse:
        """What it said, or why it could not be asked."""
        row = self.provider(provider_id)
        facts = services.check_provider(row)
        return FastResponse(
            {
                "check_status": row.check_status,
                "check_problem": row.check_problem,
                "checked_at": row.checked_at,
                "facts": facts,
            }
        )
