"""Two accounts of one person: found, compared, merged."""

from typing import Any

from edusync.identity import duplicate_queries, people_queries, queries, services
from edusync.identity.people_queries import PeopleFilter
from edusync.identity.policy import PersonPolicy
from edusync.identity.rest.merge_serializers import (
    DuplicatePairSerializer,
    MergePreviewSerializer,
    MergeQuerySerializer,
    MergeSerializer,
)
from edusync.identity.rest.person_rows import LISTED, listed_person
from edusync.identity.services.person_care import personal_facts
from edusync.kernel import audit
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.kernel.tenancy import current_organization_id


def rows_of(user_ids: set[int]) -> dict[int, dict[str, Any]]:
    """The people as the list shows them, by id."""
    organization_id = current_organization_id()
    if not user_ids:
        return {}
    found = people_queries.with_facts(
        people_queries.people(organization_id=organization_id, wanted=PeopleFilter(ids=tuple(user_ids)))
    )
    held = queries.roles_held(user_ids, organization_id=organization_id)
    return {row["user_id"]: listed_person(row, held.get(row["user_id"], [])) for row in found.values(*LISTED)}


class DuplicatesView(ApiView):
    """Pairs that may be one person."""

    policy = PersonPolicy()
    permissions = {"get": Permission.PERSON_MERGE}

    @schema(response=DuplicatePairSerializer(many=True), summary="People who may be one")
    def get(self, request: Any) -> FastResponse:
        """By name and birth date, by address in another spelling, by student number; at most 200 pairs."""
        pairs = duplicate_queries.likely_duplicates(organization_id=current_organization_id())
        people = rows_of({user_id for keep, drop, _ in pairs for user_id in (keep, drop)})
        return FastResponse(
            [
                {"first": people[keep], "second": people[drop], "reasons": reasons}
                for keep, drop, reasons in pairs
                if keep in people and drop in people
            ]
        )


class MergePreviewView(ApiView):
    """Side by side, and what would move."""

    policy = PersonPolicy()
    permissions = {"get": Permission.PERSON_MERGE}

    @schema(
        response=MergePreviewSerializer,
        query={"keep": "Id of the survivor.", "drop": "Id of the account that is closed."},
        summary="What a merge would do",
    )
    def get(self, request: Any) -> FastResponse:
        """Found by doing it and taking it back. The look at facts kept apart is noted."""
        asked = MergeQuerySerializer(data=request.GET.dict())
        asked.is_valid(raise_exception=True)
        keep_id, drop_id = asked.validated_data["keep"], asked.validated_data["drop"]
        people = rows_of({keep_id, drop_id})
        if people.keys() != {keep_id, drop_id} and keep_id != drop_id:
            raise NotFound
        counts = services.preview_merge(keep_id=keep_id, drop_id=drop_id, take=(), actor=self.actor)
        sides = {"keep": keep_id, "drop": drop_id}
        answer: dict[str, Any] = {side: {**people[user_id]} for side, user_id in sides.items()}
        if self.actor.has(Permission.PERSONAL_FACTS_READ):
            for side, user_id in sides.items():
                answer[side]["facts"] = personal_facts(user_id)
                audit.record(
                    "identity.personal_facts.read",
                    actor=self.actor,
                    target=("user", user_id),
                    facts={"for": "merge"},
                )
        answer["tables"] = counts
        return FastResponse(answer, headers={"Cache-Control": "private, no-store"})


class MergesView(ApiView):
    """Merging."""

    policy = PersonPolicy()
    permissions = {"post": Permission.PERSON_MERGE}
    needs_step_up = frozenset({"post"})

    @schema(
        request=MergeSerializer, response=MergePreviewSerializer, status=201, summary="Merge two accounts"
    )
    def post(self, request: Any) -> FastResponse:
        """Cannot be undone."""
        given = self.validated(MergeSerializer)
        counts = services.merge_people(
            keep_id=given["keep"], drop_id=given["drop"], take=given["take"], merged_by=self.actor
        )
        return FastResponse(
            {"keep": rows_of({given["keep"]})[given["keep"]], "drop": None, "tables": counts}, status=201
        )
