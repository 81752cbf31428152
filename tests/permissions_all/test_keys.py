"""A walk over every route with API keys: a key reaches what its scopes name, and nothing else."""

import pytest
from django.db import transaction

from edusync.identity.services.api_keys import FOR_PEOPLE_ONLY, possible_scopes
from edusync.identity.testing import actor_of_person, key_of
from edusync.kernel.policy import Permission
from edusync.kernel.testing import ApiClient
from tests.permissions_all.addresses import all_cases, missing_address
from tests.permissions_all.walking import walk

pytestmark = pytest.mark.django_db

CASES = all_cases()


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


def test_there_are_many():
    assert len(CASES) > 400


def test_a_key_without_scope_reaches_nothing(admin):
    client = client_with(key_of(admin))

    def reaches_nothing(route, method, view):
        client.problem(call(client, method, route), 403, "out-of-scope")

    walk(CASES, reaches_nothing, client=client)


def test_a_key_with_everything_but_the_scope_is_refused(admin):
    possible = possible_scopes(actor_of_person(admin))
    wanted = {scope_of(view, method) for _, method, view in CASES if not is_for_people(view, method)} - {None}
    assert len(wanted) > 20
    for missing in sorted(wanted, key=str):
        # A person may have a few keys only: each is gone before the next is made.
        with transaction.atomic():
            client = client_with(key_of(admin, *(scope for scope in possible if scope != missing)))

            def is_refused(route, method, view, client=client, missing=missing):
                answer = call(client, method, route)
                assert client.problem(answer, 403, "out-of-scope")["permission"] == missing

            cases = [case for case in CASES if scope_of(case[2], case[1]) == missing]
            walk((case for case in cases if not is_for_people(case[2], case[1])), is_refused, client=client)
            transaction.set_rollback(True)


def test_a_key_with_all_scopes_reaches_nothing_that_is_for_people(admin):
    client = client_with(key_of(admin, *possible_scopes(actor_of_person(admin))))

    def reaches_nothing_for_people(route, method, view):
        response = call(client, method, route)
        assert response.status_code < 500, response.content
        if is_for_people(view, method):
            client.problem(response, 403, "out-of-scope")

    walk(CASES, reaches_nothing_for_people, client=client)


def test_every_scope_of_a_route_is_a_permission():
    known = {str(permission) for permission in Permission}
    scopes = {scope_of(view, method) for _, method, view in CASES}
    assert scopes - {None} <= known
