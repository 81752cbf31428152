"""Whatever stands in a parameter that a route offers in its address, the answer is no failure of the server."""

import logging

import pytest

from tests.permissions_all import samples
from tests.permissions_all.addresses import address_of, all_cases
from tests.permissions_all.walking import walk

pytestmark = pytest.mark.django_db
# Words as in a field of search, a number, a day; blanks, wildcards and quotes among them.
VALUES = ("ada  l%ve_'", "1", "2026-03-02", "")
CASES = [
    (route, method, sorted(facts["query"]))
    for route, method, view in all_cases()
    if method == "get" and (facts := getattr(view.get, "schema_facts", {})).get("query")
]


@pytest.fixture
def school(organization, learner, instructor, admin):
    return samples.School(organization=organization, learner=learner, instructor=instructor, admin=admin)


def test_no_parameter_of_an_address_makes_the_server_fail(api, admin, instructor, learner, school, caplog):
    caplog.set_level(logging.CRITICAL, logger="django.request")
    ids = samples.ids_of(school)
    clients = [api(person) for person in (admin, instructor, learner)]
    for client in clients:
        client.raise_request_exception = False
    answered = set()

    def is_no_failure(route, method, names):
        for name in names:
            for value in VALUES:
                for client in clients:
                    answer = client.get(address_of(route, ids), {name: value})
                    assert answer.status_code < 500, (name, value, answer.status_code)
                    if answer.status_code == 200:
                        answered.add(route)
                        break

    walk(CASES, is_no_failure, client=clients[0])
    # Most of them can be read by somebody of the school, so that the parameter was really looked at.
    assert len(answered) > len(CASES) * 0.8, sorted({case[0] for case in CASES} - answered)
