"""A walk over every route with API keys: a key reaches what its scopes name, and nothing else."""

import pytest

from edusync.identity.services.api_keys import FOR_PEOPLE_ONLY, possible_scopes
from edusync.identity.testing import actor_of_person, key_of
from edusync.kernel.policy import Permission
from edusync.kernel.testing import ApiClient
from tests.permissions_all.addresses import all_cases, missing_address

pytestmark = pytest.mark.django_db

CASES = [pytest.param(*case, id=f"{case[1].upper()} {case[0]}") for case in all_cases()]


def scope_of(view, method):
    """What the route wants a key to carry; None: it is closed to keys, or open to any key that carries something."""
    named = view.permissions.get(method) or view.key_scopes.get(method)
    return named or (view.policy.key_scope if method == "get" and view.policy is not None else None)


OF_SCOPE = [case for case in CASES if scope_of(case.values[2], case.values[1])]
FOR_PEOPLE = [
    case
    for case in CASES
    if not case.values[2].public and scope_of(case.values[2], case.values[1]) in {None, *FOR_PEOPLE_ONLY}
]


def client_with(secret):
    return ApiClient(headers={"authorization": f"Bearer {secret}"})


def call(client, method, route):
    return getattr(client, method)(missing_address(route))


@pytest.mark.parametrize(("route", "method", "view"), CASES)
def test_a_key_without_scope_reaches_nothing(admin, route, method, view):
    client = client_with(key_of(admin))
    client.problem(call(client, method, route), 403, "out-of-scope")


@pytest.mark.parametrize(("route", "method", "view"), OF_SCOPE)
def test_a_key_with_everything_but_the_scope_is_refused(admin, route, method, view):
    wanted = scope_of(view, method)
    others = [scope for scope in possible_scopes(actor_of_person(admin)) if scope != wanted]
    client = client_with(key_of(admin, *others))
    assert client.problem(call(client, method, route), 403, "out-of-scope")["permission"] == wanted


@pytest.mark.parametrize(("route", "method", "view"), FOR_PEOPLE)
def test_what_is_for_people_no_key_reaches(admin, route, method, view):
    client = client_with(key_of(admin, *possible_scopes(actor_of_person(admin))))
    client.problem(call(client, method, route), 403, "out-of-scope")


@pytest.mark.parametrize(("route", "method", "view"), CASES)
def test_a_key_of_a_learner_is_never_failed(learner, route, method, view):
    client = client_with(key_of(learner, *possible_scopes(actor_of_person(learner))))
    response = call(client, method, route)
    assert response.status_code < 500, response.content


def test_every_scope_of_a_route_is_a_permission():
    known = {str(permission) for permission in Permission}
    assert {scope_of(case.values[2], case.values[1]) for case in OF_SCOPE} <= known
