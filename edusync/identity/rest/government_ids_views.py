"""Government ids, for those who manage personal facts. Every look is audited."""

from typing import Any

from edusync.identity import queries
from edusync.identity.policy import PersonPolicy
from edusync.identity.rest.government_ids_serializers import GovernmentIdSerializer, PeopleFoundSerializer
from edusync.identity.rest.people_views import PersonBaseView
from edusync.identity.services import government_ids
from edusync.kernel.policy import Permission
from edusync.kernel.rest.views import ApiView, FastResponse, schema

MANAGE = Permission.PERSONAL_FACTS_MANAGE
NO_STORE = {"Cache-Control": "private, no-store"}


class GovernmentIdView(PersonBaseView):
    """One person's government id."""

    refused_while_viewing = frozenset({"get"})
    permissions = {"get": MANAGE, "put": MANAGE}

    @schema(response=GovernmentIdSerializer, summary="Government id of a person")
    def get(self, request: Any, user_id: int) -> FastResponse:
        """The id, opened for this look alone."""
        self.check(MANAGE, self.membership(user_id))
        found = government_ids.read_government_id(user_id=user_id, read_by=self.actor)
        return FastResponse({"government_id": found}, headers=NO_STORE)

    @schema(
        request=GovernmentIdSerializer,
        response=GovernmentIdSerializer,
        summary="Change the government id of a person",
    )
    def put(self, request: Any, user_id: int) -> FastResponse:
        """Store it sealed; an empty one is cleared."""
        self.check(MANAGE, self.membership(user_id))
        given = self.validated(GovernmentIdSerializer)["government_id"]
        government_ids.change_government_id(user_id=user_id, government_id=given, changed_by=self.actor)
        return FastResponse({"government_id": given}, headers=NO_STORE)


class GovernmentIdSearchView(ApiView):
    """Who has a government id."""

    policy = PersonPolicy()
    permissions = {"post": MANAGE}

    @schema(
        request=GovernmentIdSerializer,
        response=PeopleFoundSerializer,
        summary="People with a government id",
    )
    def post(self, request: Any) -> FastResponse:
        """By the blind index: nothing is opened. Sent as a body, so that no log of addresses keeps the id."""
        given = self.validated(GovernmentIdSerializer)["government_id"]
        found = government_ids.people_with_government_id(government_id=given, asked_by=self.actor)
        cards = queries.people_named(found).values()
        people = [{"id": card.id, "display_name": card.display_name} for card in cards]
        return FastResponse({"people": people}, headers=NO_STORE)
