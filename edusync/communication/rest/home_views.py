"""The learner's home, in one call, and the goal that stands in it."""

from typing import Any

from django.http.response import HttpResponseBase

from edusync.communication.home.goals import set_goal
from edusync.communication.home.page import home_of
from edusync.communication.rest import home_serializers as shapes
from edusync.identity.standing import standing_of
from edusync.kernel.policy import Permission, SignedIn
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.progress.policy import ProgressPolicy
from edusync.progress.time_zones import zone_of


class HomeView(ApiView):
    """What a learner sees first."""

    policy = ProgressPolicy()
    permissions = {"get": Permission.PROGRESS_READ}

    @schema(response=shapes.HomeSerializer, summary="My home")
    def get(self, request: Any) -> HttpResponseBase:
        """Where to go on and why, what is due, the week, and what waits."""
        name = standing_of(request.user).settings["time_zone"]
        return FastResponse({**home_of(self.actor, zone_of(name)), "time_zone": name})


class LearningGoalView(ApiView):
    """Minutes a person means to learn."""

    policy = SignedIn()
    refused_while_viewing = frozenset({"put"})

    @schema(
        request=shapes.LearningGoalSerializer,
        response=shapes.LearningGoalSerializer,
        summary="Set my minutes by day of the week",
    )
    def put(self, request: Any) -> HttpResponseBase:
        """The seven numbers as kept."""
        minutes = self.validated(shapes.LearningGoalSerializer)["minutes"]
        goal = set_goal(learner_id=self.actor.user_id or 0, minutes=minutes)
        return FastResponse({"minutes": goal.minutes})
