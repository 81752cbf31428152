"""Live news of one's own: a ticket for the stream, and asking without a stream."""

from typing import Any

from django.http.response import HttpResponseBase
from rest_framework import serializers

from edusync.kernel import live
from edusync.kernel.live_address import listener_address
from edusync.kernel.policy import SignedIn
from edusync.kernel.rest.views import ApiView, FastResponse, schema


class LiveTicketSerializer(serializers.Serializer[Any]):
    """How to open the stream."""

    url = serializers.CharField(help_text="Address of the stream; empty: there is none, ask now and then.")
    ticket = serializers.CharField(help_text="Opens one stream within a minute, as `?ticket=`.")
    newest_id = serializers.IntegerField(help_text="What was told before is number this or less.")


class LiveMessageSerializer(serializers.Serializer[Any]):
    """One piece of news."""

    id = serializers.IntegerField()
    kind = serializers.CharField(help_text="What it is about, `subject.what`.")
    payload = serializers.DictField()


class LiveMessagesSerializer(serializers.Serializer[Any]):
    """News since the last look."""

    messages = LiveMessageSerializer(many=True)


class LiveTicketView(ApiView):
    """Opening a stream."""

    policy = SignedIn()

    @schema(response=LiveTicketSerializer, summary="A ticket for the stream of live news")
    def post(self, request: Any) -> HttpResponseBase:
        """Made for the person and the organization of the request."""
        ticket = live.make_ticket(user_id=self.actor.user_id or 0, organization_id=own_organization(self))
        return FastResponse(
            {"url": listener_address(request), "ticket": ticket, "newest_id": live.newest_id()}
        )


class LiveMessagesView(ApiView):
    """Asking now and then, where no stream comes through."""

    policy = SignedIn()

    @schema(
        response=LiveMessagesSerializer,
        query={"after": "number of the last message known"},
        summary="My live news since a message",
    )
    def get(self, request: Any) -> HttpResponseBase:
        """At most 100, oldest first; older than a quarter of an hour are gone."""
        after = request.GET.get("after", "")
        reader = live.Ticket(self.actor.user_id or 0, own_organization(self))
        number = int(after) if after.isdecimal() and len(after) < 19 else 0
        return FastResponse({"messages": live.messages_for(reader, after=number)})


def own_organization(view: ApiView) -> int:
    """The organization of the request."""
    return view.actor.organization_id or 0
