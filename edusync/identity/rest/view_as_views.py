"""Seeing the site as another person: begun on their page, ended anywhere."""

from typing import Any

from django.http import HttpResponse

from edusync.identity import queries
from edusync.identity.policy import PersonPolicy
from edusync.identity.rest.view_as_serializers import ViewAsSerializer, ViewAsStartSerializer
from edusync.identity.services import view_as
from edusync.kernel.policy import Permission, SignedIn
from edusync.kernel.problems import Forbidden
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.kernel.tenancy import current_organization_id


class PersonViewAsView(ApiView):
    """Seeing the site as a person."""

    policy = PersonPolicy()
    permissions = {"post": Permission.PERSON_IMPERSONATE}
    needs_step_up = frozenset({"post"})

    @schema(
        request=ViewAsStartSerializer,
        response=ViewAsSerializer,
        status=201,
        summary="See the site as a person",
    )
    def post(self, request: Any, user_id: int) -> FastResponse:
        """Begin, for an hour at most. The person can read who did and why."""
        people = queries.members(organization_id=current_organization_id())
        membership = self.get_visible(people, user_id=user_id)
        self.check(Permission.PERSON_IMPERSONATE, membership)
        if self.actor.credential != "session":
            raise Forbidden
        session = view_as.start_view_as(
            actor=self.actor, membership=membership, reason=self.validated(ViewAsStartSerializer)["reason"]
        )
        request._request.session[view_as.SESSION_KEY] = session.pk
        names = ("id", "target_id", "reason", "started_at", "expires_at")
        return FastResponse({name: getattr(session, name) for name in names}, status=201)


class MyViewAsView(ApiView):
    """The session as another person that is open now."""

    policy = SignedIn()
    open_while_viewing = frozenset({"delete"})

    @schema(status=204, summary="Stop seeing the site as another person")
    def delete(self, request: Any) -> HttpResponse:
        """End it. Without one nothing happens."""
        session_id = request._request.session.pop(view_as.SESSION_KEY, None)
        if session_id is not None and self.actor.impersonator_id is not None:
            view_as.end_view_as(session_id=session_id, actor_id=self.actor.impersonator_id)
        return HttpResponse(status=204)
