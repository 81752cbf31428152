"""Roles that hold in a unit and the units below it."""

import pytest

from edusync.identity.models import OrganizationUnit
from edusync.identity.services import grant_role
from edusync.identity.services.role_editor import create_role
from edusync.kernel.policy import Permission

pytestmark = pytest.mark.django_db


def make_unit(organization, name, parent=None):
    unit = OrganizationUnit.objects.create(organization=organization, name=name, parent=parent)
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit


@pytest.fixture
def units(organization):
    """Science with physics below it, and arts."""
    science = make_unit(organization, "Science")
    return {
        "science": science,
        "physics": make_unit(organization, "Physics", science),
        "arts": make_unit(organization, "Arts"),
    }


@pytest.fixture
def place(organization):
    """Puts a person into a unit."""

    def put(person, unit):
        person.memberships.filter(organization=organization).update(unit=unit)
        return person

    return put


@pytest.fixture
def manager(make_person, organization, units):
    """Sees, looks after and gives roles to the people of science."""
    create_role(
        name="Head of department",
        permissions=[
            Permission.PERSON_READ,
            Permission.PERSON_MANAGE,
            Permission.ROLE_READ,
            Permission.ROLE_GRANT,
        ],
        organization_id=organization.pk,
        created_by=None,
    )
    person = make_person("mara")
    grant_role(
        user_id=person.pk,
        role_code="head-of-department",
        scope="unit",
        scope_id=units["science"].pk,
        granted_by=None,
    )
    return person


def test_people_of_the_unit_and_below_are_seen_and_nobody_else(
    api, manager, units, place, learner, stranger, make_person
):
    near = place(learner, units["science"])
    below = place(stranger, units["physics"])
    far = place(make_person("arto"), units["arts"])
    client = api(manager)
    listed = {row["id"] for row in client.get("/api/v1/people").json()["results"]}
    assert listed == {manager.pk, near.pk, below.pk}
    assert client.get(f"/api/v1/people/{below.pk}").status_code == 200
    client.problem(client.get(f"/api/v1/people/{far.pk}"), 404)
    client.problem(client.patch(f"/api/v1/people/{far.pk}", {"status": "suspended"}), 404)


def test_people_of_the_unit_are_looked_after(api, manager, units, place, learner):
    place(learner, units["physics"])
    client = api(manager)
    answer = client.patch(f"/api/v1/people/{learner.pk}", {"status": "suspended"})
    assert answer.status_code == 200, answer.content
    assert answer.json()["status"] == "suspended"


def test_roles_are_given_within_the_unit_only(api, manager, units, place, learner):
    place(learner, units["physics"])
    client = api(manager)
    body = {"user_id": learner.pk, "role": "head-of-department"}
    client.problem(client.post("/api/v1/role-assignments", body), 403, "role-beyond-own")
    arts = {**body, "scope": "unit", "scope_id": units["arts"].pk}
    client.problem(client.post("/api/v1/role-assignments", arts), 403, "role-beyond-own")
    physics = {**body, "scope": "unit", "scope_id": units["physics"].pk}
    given = client.post("/api/v1/role-assignments", physics)
    assert given.status_code == 201, given.content
    assert given.json()["scope_name"] == "Physics"
    rows = client.get("/api/v1/role-assignments?state=current").json()["results"]
    assert {row["user_id"] for row in rows} == {manager.pk, learner.pk}
    assert client.delete(f"/api/v1/role-assignments/{given.json()['id']}").status_code == 204


def test_a_role_in_a_unit_opens_nothing_elsewhere(api, manager, organization):
    me = api(manager).get("/api/v1/me").json()
    assert "identity:person:manage" not in me["permissions"]
    assert "identity:person:manage" in me["unit_permissions"]


def test_a_closed_unit_gives_nothing_any_more(api, manager, units, place, learner):
    from edusync.kernel import clock

    place(learner, units["science"])
    OrganizationUnit.objects.filter(pk=units["science"].pk).update(deleted_at=clock.now())
    client = api(manager)
    client.problem(client.get(f"/api/v1/people/{learner.pk}"), 404)


def test_similar_paths_are_different_units(api, organization, make_person, manager, units, place, learner):
    """Unit 3 is not above unit 31."""
    science = units["science"]
    odd = OrganizationUnit.objects.create(
        organization=organization, name="Odd", path=science.path.rstrip("/") + "1/"
    )
    place(learner, odd)
    client = api(manager)
    client.problem(client.get(f"/api/v1/people/{learner.pk}"), 404)


def test_who_is_signed_in_costs_two_queries_also_with_units(api, manager, units, django_assert_num_queries):
    client = api(manager)
    client.get("/api/v1/me")
    with django_assert_num_queries(2):
        client.get("/api/v1/me")
