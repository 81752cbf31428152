"""Domains of an organization."""

from typing import Any

from django.http import HttpResponse

from edusync.identity.models import OrganizationDomain
from edusync.identity.organizations_policy import DOMAINS, OrganizationPolicy, is_platform_admin
from edusync.identity.rest import organizations_serializers as shapes
from edusync.identity.services import domains as services
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema


def domain_json(domain: OrganizationDomain) -> dict[str, Any]:
    """A domain with what proves it."""
    names = (
        "id", "kind", "name", "token", "is_joining_allowed", "verified_at", "verified_by", "checked_at",
        "last_failure",
    )  # fmt: skip
    proof_url = services.PROOF_ADDRESS.format(name=domain.name)
    return {**{name: getattr(domain, name) for name in names}, "proof_url": proof_url}


class DomainsView(ApiView):
    """Domains of one's organization."""

    policy = DOMAINS
    permissions = {"get": Permission.ORGANIZATION_MANAGE, "post": Permission.ORGANIZATION_MANAGE}

    @schema(
        response=shapes.OrganizationDomainSerializer, paginated=True, summary="Domains of my organization"
    )
    def get(self, request: Any) -> FastResponse:
        """By name, verified or not."""
        found = DOMAINS.visible(OrganizationDomain.objects.all(), self.actor)
        return FastResponse(
            keyset_page(found, request=request, order=("name", "kind", "id"), serialize=domain_json)
        )

    @schema(
        request=shapes.DomainCreationSerializer,
        response=shapes.OrganizationDomainSerializer,
        status=201,
        summary="Claim a domain",
    )
    def post(self, request: Any) -> FastResponse:
        """It has no effect until it is verified; the answer tells how to prove it."""
        given = self.validated(shapes.DomainCreationSerializer)
        return FastResponse(domain_json(services.add_domain(**given, added_by=self.actor)), status=201)


class DomainBaseView(ApiView):
    """One domain of one's organization."""

    policy = DOMAINS

    def domain(self, domain_id: int) -> OrganizationDomain:
        """The domain, which the actor may change. Raises NotFound, Forbidden."""
        domain: OrganizationDomain = self.get_visible(OrganizationDomain.objects.all(), domain_id)
        self.check(Permission.ORGANIZATION_MANAGE, domain)
        return domain


class DomainView(DomainBaseView):
    """One domain."""

    @schema(
        request=shapes.DomainChangesSerializer,
        response=shapes.OrganizationDomainSerializer,
        summary="Let people of an e-mail domain join by sign-up",
    )
    def patch(self, request: Any, domain_id: int) -> FastResponse:
        """Whether sign-up with an address at this domain leads into the organization."""
        domain = self.domain(domain_id)
        given = self.validated(shapes.DomainChangesSerializer)
        return FastResponse(
            domain_json(services.let_domain_join(domain=domain, **given, changed_by=self.actor))
        )

    @schema(status=204, summary="Give a domain up")
    def delete(self, request: Any, domain_id: int) -> HttpResponse:
        """Visitors by this name no longer reach the organization."""
        services.remove_domain(domain=self.domain(domain_id), removed_by=self.actor)
        return HttpResponse(status=204)


class DomainVerificationView(DomainBaseView):
    """The proof of one domain."""

    rate_limits = {"post": "reset"}

    @schema(response=shapes.OrganizationDomainSerializer, summary="Look for the proof at the domain")
    def post(self, request: Any, domain_id: int) -> FastResponse:
        """Asks the domain's web server for the token file."""
        domain = services.verify_domain(domain=self.domain(domain_id), checked_by=self.actor)
        return FastResponse(domain_json(domain))


class AllDomainsView(ApiView):
    """Domains of all organizations that wait for a proof."""

    policy = OrganizationPolicy()
    permissions = {"get": Permission.SITE_MANAGE}

    @schema(
        response=shapes.OrganizationDomainRowSerializer,
        paginated=True,
        summary="Domains of all organizations that nobody has proved yet",
    )
    def get(self, request: Any) -> FastResponse:
        """For platform admins, who may know that a domain belongs to an organization."""
        found = OrganizationDomain.unscoped.filter(verified_at__isnull=True).select_related("organization")
        return FastResponse(keyset_page(found, request=request, order=("name", "id"), serialize=_with_owner))


class DomainApprovalView(ApiView):
    """A platform admin's word for a domain."""

    policy = OrganizationPolicy()

    @schema(response=shapes.OrganizationDomainRowSerializer, summary="Vouch for a domain")
    def post(self, request: Any, domain_id: int) -> FastResponse:
        """Verified without a file at the domain; noted with the admin's name."""
        domain = OrganizationDomain.unscoped.filter(pk=domain_id).select_related("organization").first()
        if domain is None or not is_platform_admin(self.actor):
            # Whose domain it is, is told to platform admins only.
            raise NotFound
        self.check(Permission.SITE_MANAGE, domain.organization)
        services.approve_domain(domain=domain, approved_by=self.actor)
        return FastResponse(_with_owner(domain))


def _with_owner(domain: OrganizationDomain) -> dict[str, Any]:
    return {
        **domain_json(domain),
        "organization_id": domain.organization_id,
        "organization": domain.organization.name,
    }
