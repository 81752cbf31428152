"""Middleware that says who acts and for which organization."""

import dataclasses
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from edusync.kernel import tenancy
from edusync.kernel.policy import Actor, actor_of
from edusync.kernel.problems import Problem
from edusync.kernel.rest.responses import problem_response

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class ActorMiddleware:
    """Sets `request.actor` (found on first use) and the organization in context."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request in its organization; a key or token that is no good is never taken for a visitor."""
        try:
            actor = find_actor(request)
        except Problem as problem:
            return problem_response(problem, request)
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
