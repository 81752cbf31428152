"""Units and terms of an organization."""

from typing import Any

from django.http import HttpResponse

from edusync.identity import queries
from edusync.identity.models import AcademicTerm, OrganizationMembership, OrganizationUnit
from edusync.identity.organizations_policy import TERMS, UNITS
from edusync.identity.rest import structure_serializers as shapes
from edusync.identity.services import group_reads
from edusync.identity.services import terms as terms_services
from edusync.identity.services import units as units_services
from edusync.kernel.locking import etag, require_match
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.rest.views import ApiView, FastResponse, schema

# A tree is of use as a whole.
TREE_LIMIT = 1000
_UNIT = ("id", "parent_id", "name", "code", "kind", "position", "is_active", "row_version")
_TERM = ("id", "parent_id", "name", "code", "kind", "starts_on", "ends_on", "row_version")


def unit_json(unit: OrganizationUnit, people: int = 0) -> dict[str, Any]:
    """A unit as the tree shows it."""
    return {**{name: getattr(unit, name) for name in _UNIT}, "uuid": str(unit.uuid), "people": people}


def person_json(membership: OrganizationMembership) -> dict[str, Any]:
    """A person as lists of units and groups show them."""
    user = membership.user
    return {
        "id": user.pk,
        "display_name": user.display_name,
        "email": user.email,
        "avatar_url": queries.avatar_url_of(user),
    }


class UnitsView(ApiView):
    """The tree of units."""

    policy = UNITS
    permissions = {"get": Permission.PERSON_READ}

    @schema(
        response=shapes.UnitSerializer,
        paginated=True,
        summary="Units of the organization with the number of people in each",
    )
    def get(self, request: Any) -> FastResponse:
        """All units, up to a thousand at once; `parent_id` and `position` say where each stands."""
        found = UNITS.visible(OrganizationUnit.objects.filter(deleted_at__isnull=True), self.actor)
        page = keyset_page(
            found, request=request, order=("position", "id"), limit=TREE_LIMIT, max_limit=TREE_LIMIT
        )
        people = group_reads.people_by_unit()
        page["results"] = [unit_json(row, people.get(row.pk, 0)) for row in page["results"]]
        return FastResponse(page)

    @schema(
        request=shapes.UnitCreationSerializer,
        response=shapes.UnitSerializer,
        status=201,
        summary="Add a unit",
    )
    def post(self, request: Any) -> FastResponse:
        """As the last one below its parent."""
        given = self.validated(shapes.UnitCreationSerializer)
        parent = self.parent(given["parent_id"])
        self.check(Permission.UNIT_MANAGE, parent)
        return FastResponse(unit_json(units_services.create_unit(**given, created_by=self.actor)), status=201)

    def parent(self, parent_id: int | None) -> OrganizationUnit | None:
        """The unit above, if the actor may see it. Raises NotFound."""
        if parent_id is None:
            return None
        units = OrganizationUnit.objects.filter(deleted_at__isnull=True)
        return self.get_visible(units, parent_id)  # type: ignore[no-any-return]


class UnitBaseView(ApiView):
    """One unit."""

    policy = UNITS

    def unit(self, unit_id: int, permission: str = Permission.UNIT_MANAGE) -> OrganizationUnit:
        """The unit. Raises NotFound if it is hidden, Forbidden if it is none of the actor's business."""
        units = OrganizationUnit.objects.filter(deleted_at__isnull=True)
        unit: OrganizationUnit = self.get_visible(units, unit_id)
        self.check(permission, unit)
        return unit

    def answer(self, unit: OrganizationUnit) -> FastResponse:
        """The unit with its version and number of people."""
        people = group_reads.people_in_unit(unit.pk).count()
        return FastResponse(unit_json(unit, people), headers={"ETag": etag(unit)})


class UnitView(UnitBaseView):
    """One unit."""

    @schema(response=shapes.UnitSerializer, summary="One unit")
    def get(self, request: Any, unit_id: int) -> FastResponse:
        """The unit with its version."""
        return self.answer(self.unit(unit_id, Permission.PERSON_READ))

    @schema(
        request=shapes.UnitChangesSerializer,
        response=shapes.UnitSerializer,
        needs_version=True,
        summary="Rename a unit, or take it out of use",
    )
    def patch(self, request: Any, unit_id: int) -> FastResponse:
        """A unit out of use keeps its people and stays in the tree."""
        unit = self.unit(unit_id)
        given = self.validated(shapes.UnitChangesSerializer, partial=True)
        require_match(request, unit)
        return self.answer(units_services.update_unit(unit=unit, changes=given, changed_by=self.actor))

    @schema(status=204, summary="Remove an empty unit")
    def delete(self, request: Any, unit_id: int) -> HttpResponse:
        """Refused while there are units or people in it."""
        units_services.remove_unit(unit=self.unit(unit_id), removed_by=self.actor)
        return HttpResponse(status=204)


class UnitPlaceView(UnitBaseView):
    """The place of a unit in the tree."""

    @schema(request=shapes.UnitPlaceSerializer, response=shapes.UnitSerializer, summary="Move a unit")
    def put(self, request: Any, unit_id: int) -> FastResponse:
        """With everything below it; never below itself. Moving needs the right over both places."""
        unit = self.unit(unit_id)
        given = self.validated(shapes.UnitPlaceSerializer)
        if given["parent_id"] is not None:
            self.unit(given["parent_id"])
        elif unit.parent_id is not None:
            self.check(Permission.UNIT_MANAGE)
        return self.answer(units_services.move_unit(unit=unit, **given, moved_by=self.actor))


class UnitPeopleView(UnitBaseView):
    """People of one unit."""

    @schema(
        response=shapes.StructurePersonSerializer,
        paginated=True,
        query={"search": "Words in name, user name or address."},
        summary="People of a unit",
    )
    def get(self, request: Any, unit_id: int) -> FastResponse:
        """Those who belong to exactly this unit."""
        unit = self.unit(unit_id, Permission.PERSON_READ)
        people = group_reads.people_in_unit(unit.pk, search=request.GET.get("search", "")[:200])
        return FastResponse(keyset_page(people, request=request, order=("-user_id",), serialize=person_json))

    @schema(
        request=shapes.PeopleIdsSerializer,
        response=shapes.PeopleChangedSerializer,
        summary="Put people into a unit",
    )
    def post(self, request: Any, unit_id: int) -> FastResponse:
        """A person belongs to one unit at most. Ids of strangers to the organization are passed over."""
        unit = self.unit(unit_id)
        self.check(Permission.UNIT_MANAGE)
        given = self.validated(shapes.PeopleIdsSerializer)
        changed = units_services.put_in_unit(unit=unit, **given, changed_by=self.actor)
        return FastResponse({"changed": changed})


class UnitPersonView(UnitBaseView):
    """One person of one unit."""

    @schema(status=204, summary="Take a person out of a unit")
    def delete(self, request: Any, unit_id: int, user_id: int) -> HttpResponse:
        """They stay in the organization and belong to no unit."""
        units_services.take_out_of_unit(unit=self.unit(unit_id), user_id=user_id, changed_by=self.actor)
        return HttpResponse(status=204)


def term_json(term: AcademicTerm, overlaps: list[int]) -> dict[str, Any]:
    """A term with those it overlaps."""
    facts = {name: getattr(term, name) for name in _TERM}
    return {**facts, "uuid": str(term.uuid), "overlaps": overlaps}


class TermBaseView(ApiView):
    """Terms."""

    policy = TERMS

    def answer(self, term: AcademicTerm, status: int = 200) -> FastResponse:
        """The term, with a warning for those of the same year and kind that share a day with it."""
        siblings = AcademicTerm.objects.filter(parent_id=term.parent_id, deleted_at__isnull=True)
        overlaps = terms_services.overlaps(list(siblings)).get(term.pk, [])
        return FastResponse(term_json(term, overlaps), status=status, headers={"ETag": etag(term)})


class TermsView(TermBaseView):
    """Years and terms."""

    permissions = {"get": Permission.PERSON_READ, "post": Permission.TERM_MANAGE}

    @schema(response=shapes.TermSerializer, paginated=True, summary="Years and terms of the organization")
    def get(self, request: Any) -> FastResponse:
        """The newest first."""
        found = TERMS.visible(AcademicTerm.objects.filter(deleted_at__isnull=True), self.actor)
        page = keyset_page(
            found, request=request, order=("-starts_on", "-id"), limit=TREE_LIMIT, max_limit=TREE_LIMIT
        )
        overlaps = terms_services.overlaps(page["results"])
        page["results"] = [term_json(row, overlaps.get(row.pk, [])) for row in page["results"]]
        return FastResponse(page)

    @schema(
        request=shapes.TermCreationSerializer,
        response=shapes.TermSerializer,
        status=201,
        summary="Add a year or a term",
    )
    def post(self, request: Any) -> FastResponse:
        """A term lies inside its year."""
        given = self.validated(shapes.TermCreationSerializer)
        return self.answer(terms_services.create_term(**given, created_by=self.actor), 201)


class TermView(TermBaseView):
    """One term."""

    def term(self, term_id: int, permission: str = Permission.TERM_MANAGE) -> AcademicTerm:
        """The term. Raises NotFound, Forbidden."""
        terms = AcademicTerm.objects.filter(deleted_at__isnull=True).select_related("parent")
        term: AcademicTerm = self.get_visible(terms, term_id)
        self.check(permission, term)
        return term

    @schema(response=shapes.TermSerializer, summary="One year or term")
    def get(self, request: Any, term_id: int) -> FastResponse:
        """The term with its version."""
        return self.answer(self.term(term_id, Permission.PERSON_READ))

    @schema(
        request=shapes.TermChangesSerializer,
        response=shapes.TermSerializer,
        needs_version=True,
        summary="Change name and dates",
    )
    def patch(self, request: Any, term_id: int) -> FastResponse:
        """Inside the year, and around the terms inside."""
        term = self.term(term_id)
        given = self.validated(shapes.TermChangesSerializer, partial=True)
        require_match(request, term)
        return self.answer(terms_services.update_term(term=term, changes=given, changed_by=self.actor))

    @schema(status=204, summary="Remove a term, or an empty year")
    def delete(self, request: Any, term_id: int) -> HttpResponse:
        """Refused while there are terms in it."""
        terms_services.remove_term(term=self.term(term_id), removed_by=self.actor)
        return HttpResponse(status=204)
