"""A school with a row of every kind: people of another organization find nothing of it."""

import pytest

from tests.permissions_all import samples
from tests.permissions_all.addresses import address_of, all_cases, has_parameters, missing_address
from tests.permissions_all.walking import walk

pytestmark = pytest.mark.django_db

# What everybody may ask with a code they were given, whichever organization they are of; words of the program, which
# name no row; and reports, which every organization has (whose rows they hold is tested with them).
BY_CODE = (
    "/api/v1/verify/",
    "/api/v1/calendar/feeds/",
    "/api/v1/permissions/",
    "/api/v1/reports/",
    "/api/v1/site/plans/",
    "/api/v1/site/flags/",
)
CASES = [
    (route, method)
    for route, method, _ in all_cases()
    if has_parameters(route) and not route.startswith(BY_CODE)
]
READS = [case for case in CASES if case[1] == "get"]
WRITES = [case for case in CASES if case[1] != "get"]


def test_there_are_many():
    assert len(READS) > 60
    assert len(WRITES) > 150


@pytest.fixture
def ids(organization, learner, instructor, admin):
    """Ids of the school's rows, by parameter and by place."""
    school = samples.School(organization=organization, learner=learner, instructor=instructor, admin=admin)
    return samples.ids_of(school)


def test_another_organization_finds_nothing(api, outsider, ids):
    client = api(outsider)

    def finds_nothing(route, method):
        client.problem(client.get(address_of(route, ids)), 404, "not-found")

    walk(READS, finds_nothing, client=client)


def test_another_organization_changes_nothing(api, outsider, ids):
    client = api(outsider)

    def changes_nothing(route, method):
        response = getattr(client, method)(address_of(route, ids), headers={"if-match": '"1"'})
        assert response.status_code in {404, 415, 422}, (response.status_code, response.content)
        if response.status_code != 404:
            # Refused for its body, like a body for a row that is not there: nothing told.
            missing = getattr(client, method)(missing_address(route), headers={"if-match": '"1"'})
            assert missing.status_code == response.status_code

    walk(WRITES, changes_nothing, client=client)


def test_an_admin_of_the_school_is_never_failed(api, admin, ids):
    client = api(admin)

    def is_never_failed(route, method):
        response = client.get(address_of(route, ids))
        assert response.status_code < 500
        if response.status_code >= 400:
            client.problem(response, response.status_code)

    walk(READS, is_never_failed, client=client)
