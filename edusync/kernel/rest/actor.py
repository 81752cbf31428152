"""Middleware that says who acts and for which organization."""

import dataclasses
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from edusync.kernel import tenancy
from edusync.kernel.policy import Actor, actor_of

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class ActorMiddleware:
    """Sets `request.actor` (found on first use) and the organization in context."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request in its organization."""
        actor = find_actor(request)
        request.actor = actor  # type: ignore[attr-defined]
        with tenancy.organization_context(actor.organization_id):
            return self.get_response(request)


def find_actor(request: HttpRequest) -> Actor:
    """Who makes the request; a visitor acts in the organization of the host name, else in the default one."""
    actor = actor_of(request)
    if actor.organization_id is None:
        organization_id = tenancy.organization_id_of_host(request) or tenancy.default_organization_id()
        return dataclasses.replace(actor, organization_id=organization_id)
    return actor
