"""A walk over every route with API keys: a key reaches what its scopes name, and nothing else."""

from typing import Any

import pytest

from edusync.identity.services.api_keys import FOR_PEOPLE_ONLY, possible_scopes
from edusync.identity.testing import actor_of_person, key_of
from edusync.kernel.policy import Permission
from edusync.kernel.testing import ApiClient
from tests.permissions_all.addresses import all_cases, missing_address

pytestmark = pytest.mark.django_db

ROUTES: dict[str, list[tuple[str, Any]]] = {}
for _route, _method, _view in all_cases():
    ROUTES.setdefault(_route, []).append((_method, _view))
CASES = [pytest.param(route, methods, id=route) for route, methods in ROUTES.items()]


def scope_of(view, method):
    """What the route wants a key to carry; None: it is closed to keys, or open to any key that carries something."""
    named = view.permissions.get(method) or view.key_scopes.get(method)
    return named or (view.policy.key_scope if method == "get" and view.policy is not None else None)


def is_for_people(view, method):
    """Whether no key at all may use the method."""
    return not view.public and scope_of(view, method) in {None, *FOR_PEOPLE_ONLY}


def client_with(secret):
    return ApiClient(headers={"authorization": f"Bearer {secret}"})


def call(client, method, route):
    return getattr(client, method)(missing_address(route))


@pytest.mark.parametrize(("route", "methods"), CASES)
def test_a_key_without_scope_reaches_nothing(admin, route, methods):
    client = client_with(key_of(admin))
    for method, _ in methods:
        client.problem(call(client, method, route), 403, "out-of-scope")


@pytest.mark.parametrize(("route", "methods"), CASES)
def test_a_key_with_everything_but_the_scope_is_refused(admin, route, methods):
    possible = possible_scopes(actor_of_person(admin))
    for method, view in methods:
        wanted = scope_of(view, method)
        if wanted is None or is_for_people(view, method):
            continue
        client = client_with(key_of(admin, *(scope for scope in possible if scope != wanted)))
        assert client.problem(call(client, method, route), 403, "out-of-scope")["permission"] == wanted


@pytest.mark.parametrize(("route", "methods"), CASES)
def test_a_key_with_all_scopes_reaches_nothing_that_is_for_people(admin, route, methods):
    client = client_with(key_of(admin, *possible_scopes(actor_of_person(admin))))
    for method, view in methods:
        response = call(client, method, route)
        assert response.status_code < 500, response.content
        if is_for_people(view, method):
            client.problem(response, 403, "out-of-scope")


def test_every_scope_of_a_route_is_a_permission():
    known = {str(permission) for permission in Permission}
    scopes = {scope_of(view, method) for methods in ROUTES.values() for method, view in methods}
    assert scopes - {None} <= known
