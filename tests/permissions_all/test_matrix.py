"""Everybody before every door: who gets in is written down, nothing leaks, nothing breaks.

The page docs/reference/who-may-do-what.md is the expectation. Whoever adds a route writes its row by
`MATRIX_WRITE=1 pytest tests/permissions_all/test_matrix.py -n0 -p no:randomly`, reads it, and commits it.
"""

import os

import pytest
from django.core.cache import cache
from django.db import transaction

from tests.permissions_all import matrix
from tests.permissions_all.actors import ACTORS, ELSEWHERE, NOBODIES, PRIVATE, School
from tests.permissions_all.addresses import has_parameters

pytestmark = pytest.mark.django_db
IS_WRITING = os.environ.get("MATRIX_WRITE") == "1"
# What everybody may ask with a code they were given, or that names no row.
BY_CODE = (
    "/api/v1/verify/",
    "/api/v1/permissions/",
    "/api/v1/reports/",
    "/api/v1/site/plans/",
    "/api/v1/site/flags/",
)
# One's own things need no permission for others'; the one named there is what a key must carry.
OWN = ("/api/v1/my/", "/api/v1/home")


@pytest.fixture
def school(organization, other_organization, api, make_person):
    return School(organization=organization, elsewhere=other_organization, api=api, make_person=make_person)


@pytest.mark.parametrize("actor", ACTORS)
def test_who_gets_in_is_as_written_and_nothing_leaks(school, actor):
    door = school.door(actor)
    faults, seen = [], {}
    for route, method, view in matrix.cases():
        with transaction.atomic():
            answer = door.ask(route, method)
            transaction.set_rollback(True)
        if method != "get":
            cache.clear()
        verdict = matrix.verdict(answer.status_code)
        seen[method.upper(), route] = verdict
        fault = against_the_rules(actor, door, route, method, view, verdict) or leak(actor, answer)
        if answer.status_code >= 500:
            fault = f"failed with {answer.status_code}"
        if fault:
            faults.append(f"{method.upper()} {route}: {fault}")
    assert not faults, "\n".join(faults)
    compare(actor, seen)


def against_the_rules(actor, door, route, method, view, verdict):
    """What no page can allow."""
    if view.public:
        return None
    if actor in NOBODIES and verdict != "401":
        return f"lets a nobody in: {verdict}"
    is_let_in = verdict == "yes"
    permission = view.permissions.get(method)
    is_own = route.startswith(OWN)
    if (
        is_let_in
        and not is_own
        and permission
        and actor != "key without scope"
        and permission not in door.permissions
    ):
        return f"lets in without {permission}"
    is_foreign = actor == "admin elsewhere" and has_parameters(route) and not route.startswith(BY_CODE)
    if is_foreign and method == "get" and verdict != "404":
        return f"tells another organization: {verdict}"
    return None


def leak(actor, answer):
    """A word in the answer that stands in rows the actor may not know of."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode("utf-8", errors="replace").lower()
    if ELSEWHERE in text and actor != "admin elsewhere":
        return "tells of another organization"
    if PRIVATE in text and actor not in {"admin"}:
        return "tells of a person or draft that is nobody's business"
    return None


def compare(actor, seen):
    """Against the page, or into it."""
    table = matrix.read()
    if IS_WRITING:
        for case, verdict in seen.items():
            table.setdefault(case, {})[actor] = verdict
        matrix.write(table)
    differing = [
        f"{' '.join(case)}: {verdict}, written down: {table.get(case, {}).get(actor, 'nothing')}"
        for case, verdict in seen.items()
        if table.get(case, {}).get(actor) != verdict
    ]
    assert not differing, f"as {actor}:\n" + "\n".join(differing)


def test_the_page_has_every_route_and_no_other():
    assert set(matrix.read()) == {(method.upper(), route) for route, method, _ in matrix.cases()}
    assert "?" not in {verdict for row in matrix.read().values() for verdict in row.values()}
