"""Groups of people."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from edusync.identity.group_rules import clean_rule
from edusync.identity.models import Group, OrganizationMembership
from edusync.identity.organizations_policy import GROUPS
from edusync.identity.rest import structure_serializers as shapes
from edusync.identity.rest.structure_views import person_json
from edusync.identity.services import group_reads
from edusync.identity.services import groups as services
from edusync.kernel import audit
from edusync.kernel.locking import etag, require_match
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.rest.csv_response import csv_response
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.kernel.tenancy import current_organization_id

COLUMNS = ("name", "email", "username", "local_id")
CHUNK = 500
PREVIEW = 5
_GROUP = ("id", "name", "description", "kind", "unit_id", "term_id", "row_version")


def group_json(group: Group, people: int | None) -> dict[str, Any]:
    """A group as the list shows it."""
    return {**{name: getattr(group, name) for name in _GROUP}, "uuid": str(group.uuid), "people": people}


def live_groups() -> Any:
    """Groups that are there."""
    return Group.objects.filter(deleted_at__isnull=True)


class GroupBaseView(ApiView):
    """Groups."""

    policy = GROUPS

    def group(self, group_id: int, permission: str = Permission.GROUP_MANAGE) -> Group:
        """The group. Raises NotFound, Forbidden."""
        group: Group = self.get_visible(live_groups(), group_id)
        self.check(permission, group)
        return group

    def answer(self, group: Group, status: int = 200) -> FastResponse:
        """The group with its rule and the number of people in it now."""
        people = group_reads.people_in_group(group).count()
        body = {
            **group_json(group, people),
            "rule": group.rule,
            "conditions": group_reads.explained(group.rule) if group.rule else [],
        }
        return FastResponse(body, status=status, headers={"ETag": etag(group)})


class GroupsView(GroupBaseView):
    """The groups of the organization."""

    permissions = {"get": Permission.PERSON_READ, "post": Permission.GROUP_MANAGE}

    @schema(
        response=shapes.GroupSerializer,
        paginated=True,
        query={"search": "Words of the name."},
        summary="Groups of the organization",
    )
    def get(self, request: Any) -> FastResponse:
        """By name."""
        found = GROUPS.visible(live_groups(), self.actor).defer("rule")
        for word in request.GET.get("search", "")[:200].split()[:8]:
            found = found.filter(name__icontains=word)
        page = keyset_page(found, request=request, order=("name", "id"))
        sizes = group_reads.manual_sizes(page["results"])
        page["results"] = [group_json(row, sizes.get(row.pk)) for row in page["results"]]
        return FastResponse(page)

    @schema(
        request=shapes.GroupCreationSerializer,
        response=shapes.GroupDetailSerializer,
        status=201,
        summary="Make a group by hand or by rule",
    )
    def post(self, request: Any) -> FastResponse:
        """With a rule, whoever it names is in the group from now on, and nobody else."""
        given = self.validated(shapes.GroupCreationSerializer)
        return self.answer(services.create_group(**given, created_by=self.actor), 201)


class RulePreviewView(GroupBaseView):
    """A rule before it is stored."""

    permissions = {"post": Permission.GROUP_MANAGE}

    @schema(
        request=shapes.RuleSerializer,
        response=shapes.RulePreviewSerializer,
        summary="Whom a rule would name now",
    )
    def post(self, request: Any) -> FastResponse:
        """How many people, the first few of them, and what each condition asks for."""
        given = self.validated(shapes.RuleSerializer)
        rule = clean_rule(given["rule"], organization_id=current_organization_id())
        people = group_reads.people_by_rule(rule)
        return FastResponse(
            {
                "count": people.count(),
                "people": [person_json(row) for row in people.order_by("user__first_name", "id")[:PREVIEW]],
                "rule": rule,
                "conditions": group_reads.explained(rule),
            }
        )


class GroupView(GroupBaseView):
    """One group."""

    @schema(response=shapes.GroupDetailSerializer, summary="One group with its rule")
    def get(self, request: Any, group_id: int) -> FastResponse:
        """Name, rule, number of people."""
        return self.answer(self.group(group_id, Permission.PERSON_READ))

    @schema(
        request=shapes.GroupChangesSerializer,
        response=shapes.GroupDetailSerializer,
        needs_version=True,
        summary="Rename a group or change its rule",
    )
    def patch(self, request: Any, group_id: int) -> FastResponse:
        """A group by hand stays so, and one by rule stays so."""
        group = self.group(group_id)
        given = self.validated(shapes.GroupChangesSerializer, partial=True)
        require_match(request, group)
        return self.answer(services.update_group(group=group, changes=given, changed_by=self.actor))

    @schema(status=204, summary="Remove a group")
    def delete(self, request: Any, group_id: int) -> HttpResponse:
        """The people stay."""
        services.remove_group(group=self.group(group_id), removed_by=self.actor)
        return HttpResponse(status=204)


class GroupPeopleView(GroupBaseView):
    """People in one group."""

    @schema(
        response=shapes.StructurePersonSerializer,
        paginated=True,
        query={"search": "Words in name, user name or address."},
        summary="People in a group today",
    )
    def get(self, request: Any, group_id: int) -> FastResponse:
        """By hand or by rule alike."""
        group = self.group(group_id, Permission.PERSON_READ)
        people = group_reads.people_in_group(group, search=request.GET.get("search", "")[:200])
        return FastResponse(keyset_page(people, request=request, order=("-user_id",), serialize=person_json))

    @schema(
        request=shapes.PeopleIdsSerializer,
        response=shapes.PeopleChangedSerializer,
        summary="Put people into a group by hand",
    )
    def post(self, request: Any, group_id: int) -> FastResponse:
        """Ids of strangers to the organization are passed over."""
        given = self.validated(shapes.PeopleIdsSerializer)
        added = services.add_to_group(group=self.group(group_id), **given, added_by=self.actor)
        return FastResponse({"changed": len(added)})

    @schema(
        request=shapes.PeopleIdsSerializer,
        response=shapes.PeopleChangedSerializer,
        summary="Take people out of a group",
    )
    def delete(self, request: Any, group_id: int) -> FastResponse:
        """Only of a group by hand."""
        group = self.group(group_id)
        given = self.validated(shapes.PeopleIdsSerializer)
        changed = services.take_from_group(group=group, **given, removed_by=self.actor)
        return FastResponse({"changed": changed})


class GroupPeopleCsvView(GroupBaseView):
    """People in one group as a file."""

    rate_limits = {"get": "export"}

    @schema(media_type="text/csv", summary="People in a group as CSV")
    def get(self, request: Any, group_id: int) -> HttpResponseBase:
        """Name, address, user name and local id of everybody in it today."""
        group = self.group(group_id, Permission.PERSON_READ)
        self.check(Permission.PERSON_EXPORT)
        people = group_reads.people_in_group(group).order_by("id").iterator(chunk_size=CHUNK)
        audit.record_read("identity.group.exported", actor=self.actor, target=("group", group.pk))
        return csv_response(f"group-{group.pk}.csv", COLUMNS, map(_cells, people))


def _cells(membership: OrganizationMembership) -> tuple[Any, ...]:
    user = membership.user
    return user.display_name, user.email, user.username, membership.local_id
