"""A member of two organizations sees, in each, only what is of that one."""

import pytest

from edusync.identity.services import grant_role, join_organization
from edusync.kernel.tenancy import organization_context
from tests.permissions_all import samples
from tests.permissions_all.addresses import address_of, all_cases, has_parameters

pytestmark = pytest.mark.django_db

# What everybody may ask with a code they were given, whichever organization they are of.
BY_CODE = ("/api/v1/verify/", "/api/v1/calendar/feeds/")
# About the person, a permission or a report that every organization has; whose rows a report holds is tested with it.
NO_ROWS = (
    "/api/v1/me/",
    "/api/v1/permissions/",
    "/api/v1/reports/",
    "/api/v1/site/plans/",
    "/api/v1/site/flags/",
)
READS = sorted(
    route
    for route, method, _ in all_cases()
    if method == "get" and has_parameters(route) and not route.startswith((*BY_CODE, *NO_ROWS))
)
LISTS = sorted(route for route, method, _ in all_cases() if method == "get" and not has_parameters(route))


@pytest.fixture
def both(learner, other_organization):
    """A learner of the school who is admin of the other organization."""
    join_organization(user_id=learner.pk, organization_id=other_organization.pk, roles=("learner",))
    with organization_context(other_organization.pk):
        grant_role(user_id=learner.pk, role_code="admin", granted_by=None)
    return learner


@pytest.fixture
def ids(organization, learner, instructor, admin):
    """Ids of the school's rows, by parameter and by place."""
    school = samples.School(organization=organization, learner=learner, instructor=instructor, admin=admin)
    # Their own id leads to a person of both organizations: the instructor's is of the school alone.
    theirs = dict.fromkeys(("user_id", "/api/users/:pk", "/api/settings/:pk"), str(instructor.pk))
    return {**samples.ids_of(school), **theirs}


@pytest.fixture
def elsewhere(api, both, ids, other_organization):
    """The person's browser, at work in the other organization."""
    client = api(both)
    answer = client.post("/api/v1/me/organization", {"organization_id": other_organization.pk})
    assert answer.json()["organization"]["id"] == other_organization.pk
    return client


def test_at_work_in_one_nothing_of_the_other_is_found(elsewhere, ids):
    """All routes in one test: the school with a row of every kind is made once."""
    assert len(READS) > 20
    answers = {route: elsewhere.get(address_of(route, ids)) for route in READS}
    found = {route: answer.status_code for route, answer in answers.items() if answer.status_code != 404}
    assert found == {}


def test_lists_hold_nothing_of_the_other(elsewhere, organization):
    assert len(LISTS) > 20
    for route in LISTS:
        response = elsewhere.get(route)
        assert response.status_code < 500, route
        if response.status_code != 200 or "json" not in response["Content-Type"]:
            continue
        body = response.json()
        if isinstance(body, dict) and isinstance(body.get("results"), list):
            told = {row.get("organization_id") for row in body["results"] if isinstance(row, dict)}
            assert organization.pk not in told, route


def test_lists_of_the_school_are_empty_elsewhere(elsewhere):
    for path in (
        "courses",
        "units",
        "terms",
        "groups",
        "organization/domains",
        "enrollments",
        "certificates",
    ):
        response = elsewhere.get(f"/api/v1/{path}")
        if response.status_code == 200:
            assert response.json()["results"] == [], path
    people = elsewhere.get("/api/v1/people").json()["results"]
    assert [person["display_name"] for person in people] == ["Lena Example"]
