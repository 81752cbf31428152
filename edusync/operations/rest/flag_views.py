"""Flags: which features can be switched, for whom they are on, and deciding that."""

from collections.abc import Iterable, Mapping
from typing import Any

from edusync.identity import queries
from edusync.kernel import flags
from edusync.kernel.locking import etag, require_match
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.operations import flag_queries
from edusync.operations.models import FeatureFlag
from edusync.operations.policy import SitePolicy
from edusync.operations.rest import flag_serializers as shapes
from edusync.operations.services.flags import Decision, Rule, decide_flag, switch_off


class FlagBaseView(ApiView):
    """Flags concern the whole installation."""

    policy = SitePolicy()
    permissions = {
        "get": Permission.SITE_MANAGE,
        "post": Permission.SITE_MANAGE,
        "put": Permission.SITE_MANAGE,
    }

    def declared(self, key: str) -> flags.Flag:
        """The flag of that key. Raises NotFound."""
        try:
            return flags.flag_named(key)
        except LookupError as error:
            raise NotFound from error

    def answer(self, flag: flags.Flag) -> FastResponse:
        """One flag with its version."""
        row = row_of(flag)
        names = Names.of_rules([row])
        body = flag_json(flag, row, names) | {
            "organizations": [{"id": pk, "name": name} for pk, name in queries.organization_names().items()],
            "roles": [{"code": code, "name": name} for code, name in names.roles.items()],
        }
        return FastResponse(body, headers={"ETag": etag(row)})


class FlagsView(FlagBaseView):
    """All flags."""

    @schema(response=shapes.FlagSerializer(many=True), summary="Features that can be switched")
    def get(self, request: Any) -> FastResponse:
        """By key: as many as the code declares, whether anything was decided for them or not."""
        known = flags.all_flags()
        decided = flag_queries.decided(flag.key for flag in known)
        rows = [decided.get(flag.key) or undecided(flag) for flag in known]
        names = Names.of_rules(rows)
        return FastResponse([flag_json(flag, row, names) for flag, row in zip(known, rows, strict=True)])


class FlagView(FlagBaseView):
    """One flag."""

    @schema(response=shapes.FlagDetailSerializer, summary="One flag, with what its rules may name")
    def get(self, request: Any, key: str) -> FastResponse:
        """As it is decided now."""
        return self.answer(self.declared(key))

    @schema(
        request=shapes.FlagDecisionSerializer,
        response=shapes.FlagDetailSerializer,
        needs_version=True,
        summary="Decide who has a feature",
    )
    def put(self, request: Any, key: str) -> FastResponse:
        """Replaces the decision; every process follows within seconds."""
        flag = self.declared(key)
        row = row_of(flag)
        require_match(request._request, row)
        given = self.validated(shapes.FlagDecisionSerializer)
        decide_flag(
            flag=flag,
            decision=decision_of(given),
            note=given["note"],
            decided_by=self.actor,
            row_version=row.row_version,
        )
        return self.answer(flag)


class FlagOffView(FlagBaseView):
    """The kill switch."""

    @schema(
        request=shapes.FlagNoteSerializer,
        response=shapes.FlagDetailSerializer,
        summary="Take a feature from everybody now",
    )
    def post(self, request: Any, key: str) -> FastResponse:
        """Whatever was decided before and whoever else is deciding; rules and percentage stay for later."""
        flag = self.declared(key)
        given = self.validated(shapes.FlagNoteSerializer)
        switch_off(flag=flag, note=given["note"], decided_by=self.actor)
        return self.answer(flag)


class FlagPreviewView(FlagBaseView):
    """What a decision would mean."""

    @schema(
        request=shapes.FlagDraftSerializer,
        response=shapes.FlagPreviewSerializer,
        summary="How many people would have a feature",
    )
    def post(self, request: Any, key: str) -> FastResponse:
        """In all and by organization; nothing is changed."""
        flag = self.declared(key)
        decision = decision_of(self.validated(shapes.FlagDraftSerializer))
        rollout = flag_queries.make_rollout(
            decision.state,
            decision.percent,
            [(rule.organization_id, rule.role_code, rule.is_on) for rule in decision.rules],
        )
        total, *rows = flag_queries.reach_of(flag, rollout)
        return FastResponse(
            {
                "people_on": total.people_on,
                "people": total.people,
                "organizations": [
                    {
                        "id": row.organization_id,
                        "name": row.name,
                        "people_on": row.people_on,
                        "people": row.people,
                    }
                    for row in rows
                ],
            }
        )


class FlagHistoryView(FlagBaseView):
    """What was decided before."""

    @schema(response=shapes.FlagChangeSerializer, paginated=True, summary="History of a flag")
    def get(self, request: Any, key: str) -> FastResponse:
        """The newest first."""
        changes = flag_queries.changes_of(self.declared(key).key)
        page = keyset_page(changes, request=request, order=("-id",))
        rows = page["results"]
        names = Names(
            organizations=[rule["organization"] for row in rows for rule in row.rules],
            people=[row.changed_by_id for row in rows],
        )
        page["results"] = [
            {
                "id": row.pk,
                "changed_at": row.changed_at,
                "changed_by": names.person(row.changed_by_id),
                "state": row.state,
                "percent": row.percent,
                "rules": [{**rule, "name": names.rule(rule)} for rule in row.rules],
                "note": row.note,
            }
            for row in rows
        ]
        return FastResponse(page)


class Names:
    """Names of what rules and decisions point to, in three queries."""

    def __init__(self, organizations: Iterable[int | None], people: Iterable[int | None]) -> None:
        self.organizations = queries.organization_names(organizations)
        self.roles = queries.role_names()
        self.people = queries.people_named(pk for pk in people if pk is not None)

    @classmethod
    def of_rules(cls, rows: Iterable[FeatureFlag]) -> "Names":
        """For the rules of these flags and who decided them."""
        rows = list(rows)
        rules = [rule for row in rows if row.pk for rule in row.rules.all()]
        return cls([rule.organization_id for rule in rules], [row.changed_by_id for row in rows])

    def rule(self, rule: Mapping[str, Any]) -> str:
        """Name of the rule's organization or role; empty where it is gone."""
        if rule["role"] is not None:
            return self.roles.get(rule["role"], "")
        return self.organizations.get(rule["organization"], "")

    def person(self, person_id: int | None) -> str | None:
        """Name of the person."""
        card = self.people.get(person_id or 0)
        return card.display_name if card else None


def undecided(flag: flags.Flag) -> FeatureFlag:
    """A row that is not stored: nothing was decided yet."""
    return FeatureFlag(key=flag.key, state=flags.State.DEFAULT, row_version=0)


def row_of(flag: flags.Flag) -> FeatureFlag:
    """The flag's row, or one that is not stored."""
    return flag_queries.decided([flag.key]).get(flag.key) or undecided(flag)


def decision_of(given: Mapping[str, Any]) -> Decision:
    """The decision in a request's body."""
    return Decision(
        state=flags.State(given["state"]),
        percent=given["percent"],
        rules=[
            Rule(is_on=rule["is_on"], organization_id=rule["organization"], role_code=rule["role"])
            for rule in given["rules"]
        ],
    )


def flag_json(flag: flags.Flag, row: FeatureFlag, names: Names) -> dict[str, Any]:
    """A flag as FlagSerializer describes it."""
    rules = [
        {"organization": rule.organization_id, "role": rule.role_code, "is_on": rule.is_on}
        for rule in (row.rules.all() if row.pk else ())
    ]
    return {
        "key": flag.key,
        "title": flag.title,
        "description": flag.description,
        "owner": flag.owner,
        "removal": flag.removal,
        "default": flag.default,
        "state": row.state,
        "percent": row.percent,
        "rules": [{**rule, "name": names.rule(rule)} for rule in rules],
        "row_version": row.row_version,
        "changed_at": row.changed_at,
        "changed_by": names.person(row.changed_by_id),
    }
