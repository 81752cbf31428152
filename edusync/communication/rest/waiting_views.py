"""What waits for whoever teaches, in one call."""

import dataclasses
from typing import Any

from django.http.response import HttpResponseBase
from rest_framework import serializers

from edusync.kernel.policy import SignedIn
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.kernel.waiting import known_waiting_kinds, waiting_for

NO_STORE = {"Cache-Control": "no-store"}
# The rest is told by number: who has more open pages than this looks into the lists.
SHOWN = 100


class WaitingCourseSerializer(serializers.Serializer[Any]):
    """The course that something belongs to."""

    slug = serializers.CharField()
    title = serializers.CharField()


class WaitingWorkSerializer(serializers.Serializer[Any]):
    """So many things of a kind that are done on one page."""

    kind = serializers.ChoiceField(choices=known_waiting_kinds())
    count = serializers.IntegerField(min_value=1)
    since = serializers.DateTimeField(help_text="When the oldest of them came.")
    path = serializers.CharField(help_text="Page of the application where they are done.")
    course = WaitingCourseSerializer(allow_null=True)
    about = serializers.CharField(
        help_text="What they belong to in the course, by its title; may be empty.", allow_blank=True
    )


class TeachingWaitingSerializer(serializers.Serializer[Any]):
    """What waits, what waits longest first."""

    results = WaitingWorkSerializer(many=True, help_text=f"At most {SHOWN}.")
    row_count = serializers.IntegerField(help_text="Of how many rows `results` are the first.")
    count = serializers.IntegerField(help_text="Things in all rows.")


class TeachingWaitingView(ApiView):
    """What there is to do for the actor, over all courses."""

    policy = SignedIn()

    @schema(response=TeachingWaitingSerializer, summary="What waits for me to do")
    def get(self, request: Any) -> HttpResponseBase:
        """Only what the actor may open and decide; who teaches nothing gets no rows."""
        rows = waiting_for(self.actor)
        body = {
            "results": [dataclasses.asdict(row) for row in rows[:SHOWN]],
            "row_count": len(rows),
            "count": sum(row.count for row in rows),
        }
        return FastResponse(body, headers=NO_STORE)
