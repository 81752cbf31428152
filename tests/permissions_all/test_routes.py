"""A walk over every route of the API: nobody sees what they may not."""

import re
import uuid

import pytest

from edusync.kernel.checks import all_routes, api_routes, routes_name_a_policy

METHODS = ("get", "post", "put", "patch", "delete")
# Addresses that are no view of ours: the sign-in service, the admin, which guard themselves.
FOREIGN_PREFIXES = ("/_allauth/", "/admin/")
# Outside the API each route is named here, with the reason why it needs no policy of the kernel.
PLAIN_ROUTES = {
    "/dev/mailbox": "shown on this machine only, by setting",
    "/dev/mailbox/<str:name>": "shown on this machine only, by setting",
}
MISSING = {
    "int": "987654321",
    "uuid": str(uuid.UUID(int=7)),
    "slug": "not-there",
    "str": "not-there",
    "path": "not/there",
    "": "not-there",
}


def address(route: str) -> str:
    """The route with ids that name nothing."""
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: MISSING[found.group(1) or ""], route)


def cases():
    for route, view in api_routes():
        for method in METHODS:
            if hasattr(view, method):
                yield pytest.param(route, method, view, id=f"{method.upper()} {route}")


CASES = list(cases())
GUARDED = [case for case in CASES if not case.values[2].public]


def call(client, method, route):
    return getattr(client, method)(address(route))


def test_there_are_routes():
    assert len(CASES) > 30


def test_every_route_names_a_policy_or_is_public():
    assert routes_name_a_policy() == []


def test_every_route_is_a_view_of_the_api_or_named_here():
    api = {route for route, _ in api_routes()}
    unknown = [
        route
        for route, _ in all_routes()
        if route not in api and route not in PLAIN_ROUTES and not route.startswith(FOREIGN_PREFIXES)
    ]
    assert unknown == []


@pytest.mark.django_db
@pytest.mark.parametrize(("route", "method", "view"), GUARDED)
def test_visitors_are_asked_to_sign_in(api, route, method, view):
    client = api()
    client.problem(call(client, method, route), 401, "not-authenticated")


@pytest.mark.django_db
@pytest.mark.parametrize(("route", "method", "view"), GUARDED)
def test_the_suspended_are_nobody(api, learner, organization, route, method, view):
    client = api(learner)
    learner.memberships.filter(organization=organization).update(status="suspended")
    client.problem(call(client, method, route), 401, "not-authenticated")


@pytest.mark.django_db
@pytest.mark.parametrize(("route", "method", "view"), CASES)
@pytest.mark.parametrize("who", ["learner", "admin", "outsider"])
def test_what_is_not_there_is_a_problem_and_never_a_failure(api, request, who, route, method, view):
    client = api(request.getfixturevalue(who))
    response = call(client, method, route)
    assert response.status_code < 500, response.content
    if response.status_code >= 400:
        client.problem(response, response.status_code)
    if "<" in route and method in {"get", "delete"}:
        assert response.status_code in {403, 404}, (response.status_code, response.content)
