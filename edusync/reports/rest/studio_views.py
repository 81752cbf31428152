"""The report studio over HTTP: what can be read, trying a statement out, reports that people keep and share."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from edusync.identity.queries import display_name_of, language_of, members, people_named
from edusync.identity.services.roles_reads import roles_of
from edusync.kernel import audit
from edusync.kernel.idempotency import idempotent
from edusync.kernel.locking import etag, require_match
from edusync.kernel.policy import Permission
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.kernel.tenancy import current_organization_id
from edusync.reports.engine.values import plain
from edusync.reports.models import ReportDefinition, ReportShare
from edusync.reports.policy import ReportDefinitionPolicy
from edusync.reports.problems import ReportChartInvalid
from edusync.reports.rest import studio_serializers as shapes
from edusync.reports.rest.serializers import points_json
from edusync.reports.services import definitions
from edusync.reports.sources import slug_of_definition
from edusync.reports.studio.functions import FUNCTIONS
from edusync.reports.studio.relations import described_relation, relations, relations_for
from edusync.reports.studio.source import StatementSource

MANAGE = Permission.REPORT_DEFINITION_MANAGE
PREVIEWED = 100
SHOWN = 200
MOST_FOUND = 20


class StudioView(ApiView):
    """Base of the routes of the studio."""

    policy = ReportDefinitionPolicy()

    @property
    def language(self) -> str:
        """The reader's language."""
        return language_of(self.actor.user_id or 0)

    def definition(self, uuid: Any, permission: str | None = None) -> ReportDefinition:
        """One that the actor sees, and may do this with. Raises NotFound, Forbidden."""
        rows = ReportDefinition.objects.select_related("owner")
        found: ReportDefinition = self.get_visible(rows, uuid=uuid)
        if permission is not None:
            self.check(permission, found)
        return found

    def entry(self, definition: ReportDefinition) -> dict[str, Any]:
        """The definition in a list."""
        return {
            "uuid": definition.uuid,
            "slug": slug_of_definition(definition),
            "name": definition.name,
            "description": definition.description,
            "chart_kind": definition.chart.get("kind", ""),
            "owner": {"id": definition.owner_id, "name": display_name_of(definition.owner)},
            "is_mine": definition.owner_id == self.actor.user_id,
            "is_shared": definition.is_shared,
            "updated_at": definition.updated_at,
        }

    def told(self, definition: ReportDefinition, status: int = 200) -> HttpResponseBase:
        """One definition, with its version."""
        may_write = self.actor.has(MANAGE)
        is_theirs = self.required_policy().allows(self.actor, MANAGE, definition)
        body = {
            **self.entry(definition),
            "statement": definition.statement if may_write else "",
            "chart": definition.chart or None,
            "row_version": definition.row_version,
            "actions": [
                *(["change", "share", "delete"] if is_theirs else []),
                *(["copy"] if may_write else []),
            ],
        }
        return FastResponse(body, status=status, headers={"ETag": etag(definition)})


class StudioRelationsView(StudioView):
    """What a statement may read."""

    permissions = {"get": MANAGE}

    @schema(response=shapes.StudioRelationsSerializer, summary="Relations and functions of the report studio")
    def get(self, request: Any) -> HttpResponseBase:
        """Those of which the actor sees rows."""
        language = self.language
        found = [described_relation(relations()[name], language) for name in relations_for(self.actor)]
        return FastResponse({"relations": found, "functions": sorted(FUNCTIONS)})


class StudioPreviewView(StudioView):
    """Trying a statement out."""

    permissions = {"post": MANAGE}
    rate_limits = {"post": "search"}

    @schema(
        request=shapes.StudioPreviewRequestSerializer,
        response=shapes.StudioPreviewSerializer,
        summary="Run a statement without keeping it",
    )
    def post(self, request: Any) -> HttpResponseBase:
        """The first hundred rows. A chart that does not fit does not keep the rows back."""
        values = self.validated(shapes.StudioPreviewRequestSerializer)
        found = definitions.compiled_for(values["statement"], self.actor)
        source = StatementSource(values["statement"], self.actor, chart=values["chart"] or {})
        page = source.page_of_rows({}, limit=PREVIEWED)
        chart, problem = self.chart_of(source)
        audit.record(
            "reports.statement.run",
            actor=self.actor,
            target=("report_statement", 0),
            facts={"relations": sorted(found.relations), "rows": len(page.rows)},
        )
        return FastResponse(
            {
                "columns": source.describe(self.language)["columns"],
                "rows": [[plain(value) for value in row] for row in page.rows],
                "has_more": page.following is not None,
                "chart": chart,
                "chart_problem": problem,
            }
        )

    def chart_of(self, source: StatementSource) -> tuple[dict[str, Any] | None, str]:
        """The chart if one is asked for, or why it cannot be drawn."""
        if not source.chart:
            return None, ""
        try:
            return points_json(source.chart_points({}, 0, self.language)), ""
        except ReportChartInvalid as problem:
            return None, problem.errors[0].pointer


class ReportDefinitionsView(StudioView):
    """Reports of the studio."""

    permissions = {"post": MANAGE}

    @schema(response=shapes.ReportDefinitionsSerializer, summary="Reports of the studio that I see")
    def get(self, request: Any) -> HttpResponseBase:
        """One's own and those shared, by name."""
        rows = self.required_policy().visible(ReportDefinition.objects.all(), self.actor)
        rows = rows.select_related("owner").order_by("name", "id")[:SHOWN]
        return FastResponse({"results": [self.entry(definition) for definition in rows]})

    @schema(
        request=shapes.ReportDefinitionRequestSerializer,
        response=shapes.ReportDefinitionSerializer,
        status=201,
        summary="Keep a report of the studio",
    )
    @idempotent
    def post(self, request: Any) -> HttpResponseBase:
        """The report, which nobody else sees yet."""
        values = self.validated(shapes.ReportDefinitionRequestSerializer)
        definition = definitions.create_definition(
            name=values["name"],
            description=values["description"],
            statement=values["statement"],
            chart=values["chart"] or {},
            actor=self.actor,
        )
        return self.told(definition, status=201)


class ReportDefinitionView(StudioView):
    """One report of the studio."""

    key_scopes = {"patch": MANAGE, "delete": MANAGE}

    @schema(response=shapes.ReportDefinitionSerializer, summary="A report of the studio")
    def get(self, request: Any, uuid: Any) -> HttpResponseBase:
        """What it is made of; its rows are at the address of reports, under its slug."""
        return self.told(self.definition(uuid))

    @schema(
        request=shapes.ReportDefinitionRequestSerializer,
        response=shapes.ReportDefinitionSerializer,
        summary="Change a report of the studio",
    )
    def patch(self, request: Any, uuid: Any) -> HttpResponseBase:
        """Some of its fields; If-Match names the version that was read."""
        definition = self.definition(uuid, MANAGE)
        require_match(request, definition)
        values = self.validated(shapes.ReportDefinitionRequestSerializer, partial=True)
        given = {name: value for name, value in values.items() if name in request.data}
        if "chart" in given:
            given["chart"] = given["chart"] or {}
        definitions.change_definition(definition=definition, values=given, actor=self.actor)
        return self.told(definition)

    @schema(status=204, summary="Delete a report of the studio")
    def delete(self, request: Any, uuid: Any) -> HttpResponseBase:
        """For everybody. 409 while it is sent regularly."""
        definitions.delete_definition(definition=self.definition(uuid, MANAGE), actor=self.actor)
        return HttpResponse(status=204)


class ReportDefinitionCopyView(StudioView):
    """A copy of a report of the studio."""

    permissions = {"post": MANAGE}

    @schema(response=shapes.ReportDefinitionSerializer, status=201, summary="Copy a report of the studio")
    def post(self, request: Any, uuid: Any) -> HttpResponseBase:
        """The actor's own, which nobody else sees yet."""
        copy = definitions.duplicate_definition(definition=self.definition(uuid), actor=self.actor)
        return self.told(copy, status=201)


class ReportSharesView(StudioView):
    """Who else sees a report of the studio."""

    key_scopes = {"get": MANAGE, "put": MANAGE}

    @schema(response=shapes.ReportSharesSerializer, summary="With whom a report of the studio is shared")
    def get(self, request: Any, uuid: Any) -> HttpResponseBase:
        """For who may share it."""
        return self.shares(self.definition(uuid, MANAGE))

    @schema(
        request=shapes.ReportSharesRequestSerializer,
        response=shapes.ReportSharesSerializer,
        summary="Share a report of the studio",
    )
    def put(self, request: Any, uuid: Any) -> HttpResponseBase:
        """All of it at once: who is not named does not see it any more."""
        definition = self.definition(uuid, MANAGE)
        values = self.validated(shapes.ReportSharesRequestSerializer)
        definitions.share_definition(
            definition=definition,
            is_shared=values["is_shared"],
            people=set(values["people"]),
            roles=set(values["roles"]),
            actor=self.actor,
        )
        return self.shares(definition)

    def shares(self, definition: ReportDefinition) -> HttpResponseBase:
        """People and roles by name."""
        rows = list(ReportShare.objects.filter(definition=definition).select_related("role"))
        cards = people_named([share.user_id for share in rows if share.user_id])
        people = [{"id": key, "name": card.display_name} for key, card in cards.items()]
        roles = [{"id": share.role_id, "name": share.role.name} for share in rows if share.role]
        return FastResponse(
            {
                "is_shared": definition.is_shared,
                "people": sorted(people, key=by_name),
                "roles": sorted(roles, key=by_name),
            }
        )


class ShareChoicesView(StudioView):
    """With whom a report can be shared."""

    permissions = {"get": MANAGE}

    @schema(
        response=shapes.ShareChoicesSerializer,
        query={"search": "beginning of a name"},
        summary="People and roles to share a report with",
    )
    def get(self, request: Any) -> HttpResponseBase:
        """All roles, and twenty people who are called so."""
        organization_id = current_organization_id()
        search = request.GET.get("search", "").strip()[:100]
        found = members(organization_id=organization_id, search=search) if search else members_none()
        people = [
            {"id": row.user_id, "name": display_name_of(row.user)}
            for row in found.select_related("user")[:MOST_FOUND]
            if row.user_id != self.actor.user_id
        ]
        roles = roles_of(organization_id).order_by("name", "id")
        return FastResponse(
            {"people": people, "roles": [{"id": role.pk, "name": role.name} for role in roles]}
        )


def members_none() -> Any:
    """Nobody, as long as nobody is asked for."""
    return members(organization_id=current_organization_id()).none()


def by_name(row: dict[str, Any]) -> str:
    """Key to sort by name."""
    return str(row["name"]).casefold()
