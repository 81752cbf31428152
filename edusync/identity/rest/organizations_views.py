"""Organizations: all of them for platform admins, the own one for its admins, one's choice for everybody."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

from edusync.identity import colors, queries
from edusync.identity.actor import CHOSEN_ORGANIZATION
from edusync.identity.models import Organization, OrganizationMembership
from edusync.identity.organizations_policy import OrganizationPolicy
from edusync.identity.rest import organizations_serializers as shapes
from edusync.identity.rest.me_views import me_again, me_of
from edusync.identity.rest.serializers import MeSerializer
from edusync.identity.services import organizations as services
from edusync.identity.standing import standing_of, work_in
from edusync.kernel.locking import etag, require_match
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission, SignedIn
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.kernel.tenancy import current_organization_id

FOREVER = "public, max-age=31536000, immutable"


def organization_json(organization: Organization) -> dict[str, Any]:
    """An organization with everything that may be set."""
    look = services.look_of(organization)
    names = (
        "id", "name", "slug", "status", "is_default", "locale", "time_zone", "is_sign_up_open",
        "is_sign_up_by_domain", "is_birth_date_asked", "minimum_age", "digital_consent_age", "majority_age", "primary_color", "primary_dark_color", "accent_color", "accent_dark_color",
        "row_version",
    )  # fmt: skip
    return {
        **{name: getattr(organization, name) for name in names},
        "uuid": str(organization.uuid),
        "logo_url": organization.logo_url or None,
        "icon_url": organization.icon_url or None,
        "look": look,
    }


class OrganizationBaseView(ApiView):
    """Organizations for platform admins."""

    policy = OrganizationPolicy()

    def rows(self, page: list[Organization]) -> list[dict[str, Any]]:
        """Organizations as the list shows them, in one more query."""
        counts = (
            OrganizationMembership.unscoped.filter(organization__in=page, user__deleted_at__isnull=True)
            .values("organization_id")
            .annotate(
                people=Count("id", filter=~Q(status="left")),
                mine=Count("id", filter=Q(user_id=self.actor.user_id, status="active")),
            )
            .order_by()
        )
        by_id = {row["organization_id"]: row for row in counts}
        return [
            {
                **{name: getattr(row, name) for name in ("id", "name", "slug", "status", "is_default")},
                "uuid": str(row.uuid),
                "created_at": row.created_at,
                "people": by_id.get(row.pk, {}).get("people", 0),
                "is_member": bool(by_id.get(row.pk, {}).get("mine")),
            }
            for row in page
        ]


class OrganizationsView(OrganizationBaseView):
    """Every organization of the installation."""

    permissions = {"get": Permission.SITE_MANAGE, "post": Permission.SITE_MANAGE}

    @schema(
        response=shapes.OrganizationRowSerializer,
        paginated=True,
        query={"search": "Words of the name or short name.", "status": "active or suspended."},
        summary="All organizations of the installation",
    )
    def get(self, request: Any) -> FastResponse:
        """By name. For platform admins."""
        found = OrganizationPolicy().visible(Organization.objects.all(), self.actor)
        for word in request.GET.get("search", "")[:200].split()[:8]:
            found = found.filter(Q(name__icontains=word) | Q(slug__icontains=word))
        if status := request.GET.get("status", ""):
            found = found.filter(status=status)
        page = keyset_page(found, request=request, order=("name", "id"))
        page["results"] = self.rows(page["results"])
        return FastResponse(page)

    @schema(
        request=shapes.OrganizationCreationSerializer,
        response=shapes.OrganizationRowSerializer,
        status=201,
        summary="Create an organization and invite its first admin",
    )
    def post(self, request: Any) -> FastResponse:
        """An organization of its own: no row of another is seen there."""
        given = self.validated(shapes.OrganizationCreationSerializer)
        organization = services.create_organization(**given, created_by=self.actor)
        return FastResponse(self.rows([organization])[0], status=201)


class OrganizationStatusView(OrganizationBaseView):
    """Whether one organization works."""

    @schema(
        request=shapes.OrganizationStatusSerializer,
        response=shapes.OrganizationRowSerializer,
        summary="Suspend an organization or open it again",
    )
    def put(self, request: Any, organization_id: int) -> FastResponse:
        """Its people are out, or in again, with their next request. Nothing is removed."""
        organization = self.get_visible(Organization.objects.all(), organization_id)
        # An admin sees the own organization here, and is told that only platform admins may do this.
        self.check(Permission.SITE_MANAGE, organization)
        given = self.validated(shapes.OrganizationStatusSerializer)
        services.set_organization_status(
            organization=organization, status=given["status"], changed_by=self.actor
        )
        return FastResponse(self.rows([organization])[0])


class OwnOrganizationView(ApiView):
    """The organization one works in, for its admins."""

    policy = OrganizationPolicy()
    permissions = {"get": Permission.ORGANIZATION_MANAGE, "patch": Permission.ORGANIZATION_MANAGE}

    def organization(self) -> Organization:
        """The organization in context."""
        return Organization.objects.get(pk=current_organization_id())

    @schema(response=shapes.OrganizationSerializer, summary="My organization and its rules")
    def get(self, request: Any) -> FastResponse:
        """Name, language, time zone, sign-up, colors; the ETag is asked for when changing."""
        organization = self.organization()
        return FastResponse(organization_json(organization), headers={"ETag": etag(organization)})

    @schema(
        request=shapes.OrganizationChangesSerializer,
        response=shapes.OrganizationSerializer,
        needs_version=True,
        summary="Change name, language, sign-up rules and colors",
    )
    def patch(self, request: Any) -> FastResponse:
        """Colors that cannot be read are refused with their contrast."""
        given = self.validated(shapes.OrganizationChangesSerializer, partial=True)
        organization = self.organization()
        require_match(request, organization)
        services.update_organization(organization=organization, changes=given, changed_by=self.actor)
        return FastResponse(organization_json(organization), headers={"ETag": etag(organization)})


class StyleSheetView(ApiView):
    """The colors of an organization as a style sheet."""

    public = True
    schema = None  # type: ignore[assignment]

    def get(self, request: Any) -> HttpResponse:
        """Of the organization named by its UUID, else of the one in context. With the version in the address it is kept for good."""
        organization = self.organization(request.GET.get("organization", ""))
        tag = f'"{organization.pk}-{organization.row_version}"'
        headers = {"ETag": tag, "Cache-Control": FOREVER if request.GET.get("v") else "no-cache"}
        if tag in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", "")):
            return HttpResponseNotModified(headers=headers)
        text = colors.style_sheet(services.look_of(organization))
        return HttpResponse(text, content_type="text/css; charset=utf-8", headers=headers)

    def organization(self, uuid: str) -> Organization:
        """Raises NotFound. A UUID of an organization is in the pages that it shows to its visitors: no secret."""
        organization = queries.organization_by_uuid(uuid) if uuid else queries.visited_organization()
        if organization is None:
            raise NotFound
        return organization


class MyOrganizationView(ApiView):
    """The organization one works in."""

    policy = SignedIn()

    @schema(
        request=shapes.OrganizationChoiceSerializer,
        response=MeSerializer,
        summary="Go on working in another of my organizations",
    )
    def post(self, request: Any) -> FastResponse:
        """Holds for this session. 404 unless one is an active member there."""
        wanted = self.validated(shapes.OrganizationChoiceSerializer)["organization_id"]
        user = request._request.user
        if all(card.id != wanted for card in standing_of(user).organizations):
            raise NotFound
        work_in(user, (wanted,))
        request._request.session[CHOSEN_ORGANIZATION] = wanted
        services.record_choice(user=user, organization_id=wanted)
        return FastResponse(me_of(user))


class MyMembershipView(ApiView):
    """One's place in one organization."""

    policy = SignedIn()

    @schema(response=MeSerializer, summary="Leave an organization")
    def delete(self, request: Any, organization_id: int) -> FastResponse:
        """Roles there end at once; what one learned stays with the organization."""
        user_id = request._request.user.pk
        services.leave_organization(user_id=user_id, organization_id=organization_id)
        if request._request.session.get(CHOSEN_ORGANIZATION) == organization_id:
            del request._request.session[CHOSEN_ORGANIZATION]
        return me_again(user_id)
