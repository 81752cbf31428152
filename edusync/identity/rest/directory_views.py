"""The list of people: found among many, exported, acted upon together."""

from collections.abc import Iterator
from typing import Any

from django.http.response import HttpResponseBase

from edusync.identity import people_queries, queries, services
from edusync.identity.people_queries import PeopleFilter
from edusync.identity.policy import PersonPolicy
from edusync.identity.rest.people_serializers import (
    BulkActSerializer,
    BulkReportSerializer,
    PeopleCountsSerializer,
    PeopleFilterSerializer,
    PersonRowSerializer,
)
from edusync.identity.rest.person_rows import LISTED, listed_person, status_of
from edusync.identity.services import step_up
from edusync.kernel import audit
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.rest.csv_response import csv_response
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.kernel.tenancy import current_organization_id

FILTER_HELP = {
    "search": "Starts of words in name, user name, address or number; all must be there.",
    "role": "Code of a role.",
    "status": "`active`, `suspended`, `left`, `inactive` or `locked`. Without it everybody but who left.",
    "unit": "Id of a unit; the units below it count too.",
    "group": "Id of a group.",
    "seen": "`week`, `not-month`, `not-quarter` or `never`: the last sign-in.",
    "second_factor": "`yes` or `no`.",
    "field.<id>": "Value of an own field.",
}
ORDER_HELP = {"order": "`newest` (as without), `name`, `-name`, `last-seen` or `-last-seen`."}
EXPORT_COLUMNS = (
    "id",
    "uuid",
    "first_name",
    "last_name",
    "email",
    "username",
    "status",
    "roles",
    "unit",
    "student_number",
    "joined_at",
    "last_login_at",
    "second_factor",
)
EXPORT_BATCH = 500


def wanted_people(request: Any) -> PeopleFilter:
    """The filter that the query names. Raises ValidationProblem."""
    given = PeopleFilterSerializer(data={key: text for key, text in request.GET.items() if text.strip()})
    given.is_valid(raise_exception=True)
    fields = []
    for key, value in request.GET.items():
        prefix, _, number = key.partition("field.")
        if not prefix and value.strip():
            if not (number.isascii() and number.isdigit() and len(number) < 19):
                raise ValidationProblem(errors=[FieldError(f"/{key}", "invalid", "Name a field by its id.")])
            fields.append((int(number), value.strip()[:500]))
    return PeopleFilter(fields=tuple(fields[:10]), **given.validated_data)


def visible_people(actor: Actor, wanted: PeopleFilter) -> Any:
    """The memberships that the filter leaves and the actor may see."""
    rows = people_queries.people(organization_id=current_organization_id(), wanted=wanted)
    return PersonPolicy().visible(rows, actor)


class PeopleView(ApiView):
    """The people of the organization."""

    policy = PersonPolicy()
    permissions = {"get": Permission.PERSON_READ}
    rate_limits = {"get": "search"}

    @schema(
        response=PersonRowSerializer,
        paginated=True,
        query={**FILTER_HELP, **ORDER_HELP},
        summary="People of the organization",
    )
    def get(self, request: Any) -> FastResponse:
        """One page; the last costs what the first does."""
        order = people_queries.ORDERS.get(request.GET.get("order", "") or "newest")
        if order is None:
            raise ValidationProblem(
                errors=[FieldError("/order", "invalid_choice", "There is no such order.")]
            )
        rows = people_queries.with_facts(visible_people(self.actor, wanted_people(request)))
        page = keyset_page(rows.values(*LISTED), request=request, order=order)
        found = page["results"]
        held = queries.roles_held(
            [row["user_id"] for row in found], organization_id=current_organization_id()
        )
        page["results"] = [listed_person(row, held.get(row["user_id"], [])) for row in found]
        return FastResponse(page)


class PeopleCountsView(ApiView):
    """How many there are."""

    policy = PersonPolicy()
    permissions = {"get": Permission.PERSON_READ}
    rate_limits = {"get": "search"}

    @schema(response=PeopleCountsSerializer, query=FILTER_HELP, summary="Number of people")
    def get(self, request: Any) -> FastResponse:
        """By state of the membership; apart from the list, which shows without waiting for it."""
        return FastResponse(people_queries.counts(visible_people(self.actor, wanted_people(request))))


class PeopleCsvView(ApiView):
    """The list as a file."""

    policy = PersonPolicy()
    permissions = {"get": Permission.PERSON_EXPORT}
    rate_limits = {"get": "export"}
    needs_step_up = frozenset({"get"})

    @schema(media_type="text/csv", query=FILTER_HELP, summary="People as CSV")
    def get(self, request: Any) -> HttpResponseBase:
        """Everybody the filter leaves, sent while it is made; noted in the audit log."""
        wanted = wanted_people(request)
        facts = {key: value for key, value in request.GET.items() if key != "search"}
        audit.record("identity.people.exported", actor=self.actor, facts={"filter": facts})
        rows = visible_people(self.actor, wanted)
        return csv_response("people.csv", EXPORT_COLUMNS, export_rows(rows, current_organization_id()))


def export_rows(rows: Any, organization_id: int) -> Iterator[tuple[Any, ...]]:
    """Lines of the file, by blocks that each begin after the last person of the one before."""
    last = 0
    while block := list(
        people_queries.with_facts(rows).filter(user_id__gt=last).order_by("user_id")[:EXPORT_BATCH]
    ):
        held = queries.roles_held([row.user_id for row in block], organization_id=organization_id)
        for row in block:
            user = row.user
            yield (
                user.pk,
                user.uuid,
                user.first_name,
                user.last_name,
                user.email,
                user.username,
                status_of(row),
                " ".join(held.get(user.pk, [])),
                row.unit.name if row.unit else "",
                row.student_number,  # type: ignore[attr-defined]
                row.created_at.isoformat(),
                user.last_login.isoformat() if user.last_login else "",
                "yes" if row.has_second_factor else "no",  # type: ignore[attr-defined]
            )
        last = block[-1].user_id


class PeopleBulkView(ApiView):
    """One act on many people."""

    policy = PersonPolicy()
    permissions = {"post": Permission.PERSON_READ}

    @schema(request=BulkActSerializer, response=BulkReportSerializer, summary="Act on many people")
    def post(self, request: Any) -> FastResponse:
        """Each person gets an answer; one refusal stops no other."""
        given = self.validated(BulkActSerializer)
        self.check(services.permission_of_act(given["act"]))
        if given["act"] == "grant-role":
            step_up.require_recent_sign_in(request._request)
        rows = services.act_on_people(
            act=given["act"],
            user_ids=given["ids"],
            target_id=given.get("group") or given.get("unit"),
            role_code=given.get("role", ""),
            acted_by=self.actor,
        )
        results = [row["result"] for row in rows]
        return FastResponse(
            {**{name: results.count(name) for name in ("done", "unchanged", "refused")}, "rows": rows}
        )
