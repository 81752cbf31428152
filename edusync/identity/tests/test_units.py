import uuid

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from edusync.identity import queries
from edusync.identity.models import OrganizationMembership, OrganizationUnit
from edusync.identity.problems import UnitCycle, UnitTooDeep
from edusync.identity.services.units import MAX_DEPTH, create_unit, move_unit
from edusync.kernel.policy import Actor
from edusync.kernel.tenancy import organization_context
from edusync.kernel.testing import make_organization

pytestmark = pytest.mark.django_db
UNITS = "/api/v1/units"


@pytest.fixture
def actor(admin, organization):
    return Actor(user_id=admin.pk, organization_id=organization.pk)


@pytest.fixture
def tree(actor):
    """Two schools; sciences with two departments in the first."""
    names = {}
    for name, parent in (
        ("North", None),
        ("South", None),
        ("Sciences", "North"),
        ("Physics", "Sciences"),
        ("Botany", "Sciences"),
    ):
        parent_id = names[parent].pk if parent else None
        names[name] = create_unit(name=name, parent_id=parent_id, created_by=actor)
    return names


def paths():
    return {unit.name: unit.path for unit in OrganizationUnit.objects.filter(deleted_at=None)}


def place(client, unit, parent, position=100):
    body = {"parent_id": parent.pk if parent else None, "position": position}
    return client.put(f"{UNITS}/{unit.pk}/place", body)


@pytest.mark.parametrize(
    ("who", "reading", "writing"),
    [("admin", 200, 201), ("learner", 403, 403), ("instructor", 403, 403), ("outsider", 200, 201)],
)
def test_who_sees_and_makes_units(api, request, who, reading, writing, tree):
    client = api(request.getfixturevalue(who))
    answer = client.get(UNITS)
    assert answer.status_code == reading
    if who == "outsider":
        assert answer.json()["results"] == []
    assert client.post(UNITS, {"name": "New"}).status_code == writing


def test_support_sees_units_and_changes_none(api, make_person, tree):
    client = api(make_person("sami", roles=("support",)))
    assert len(client.get(UNITS).json()["results"]) == 5
    client.problem(client.post(UNITS, {"name": "New"}), 403)
    client.problem(client.delete(f"{UNITS}/{tree['Botany'].pk}"), 403)


def test_the_tree_tells_parents_places_and_people(api, admin, tree, learner):
    client = api(admin)
    physics = tree["Physics"]
    assert client.post(f"{UNITS}/{physics.pk}/people", {"user_ids": [learner.pk]}).json() == {"changed": 1}
    rows = {row["name"]: row for row in client.get(UNITS).json()["results"]}
    assert rows["Physics"]["parent_id"] == tree["Sciences"].pk
    assert (rows["Physics"]["position"], rows["Botany"]["position"]) == (0, 1)
    assert (rows["Physics"]["people"], rows["Sciences"]["people"]) == (1, 0)
    people = client.get(f"{UNITS}/{physics.pk}/people").json()["results"]
    assert [person["display_name"] for person in people] == ["Lena Example"]
    assert client.get(f"{UNITS}/{physics.pk}/people?search=nobody").json()["results"] == []
    assert client.delete(f"{UNITS}/{physics.pk}/people/{learner.pk}").status_code == 204
    client.problem(client.delete(f"{UNITS}/{physics.pk}/people/{learner.pk}"), 404)


def test_the_tree_costs_the_same_with_more_units(api, admin, actor, django_assert_max_num_queries):
    client = api(admin)
    client.get(UNITS)
    for _ in range(2):
        for number in range(20):
            create_unit(name=f"U{number}", created_by=actor)
        with django_assert_max_num_queries(4):
            client.get(UNITS)


def test_moving_takes_everything_below_along(api, admin, tree):
    assert place(api(admin), tree["Sciences"], tree["South"]).status_code == 200
    found = paths()
    south = tree["South"].pk
    assert found["Sciences"] == f"/{south}/{tree['Sciences'].pk}/"
    assert found["Physics"] == f"/{south}/{tree['Sciences'].pk}/{tree['Physics'].pk}/"
    assert place(api(admin), tree["Sciences"], None, 0).status_code == 200
    assert paths()["Botany"] == f"/{tree['Sciences'].pk}/{tree['Botany'].pk}/"
    tops = OrganizationUnit.objects.filter(parent=None).order_by("position")
    assert [unit.name for unit in tops] == ["Sciences", "North", "South"]


def test_siblings_are_put_in_order(api, admin, tree):
    place(api(admin), tree["Botany"], tree["Sciences"], 0)
    rows = OrganizationUnit.objects.filter(parent=tree["Sciences"]).order_by("position")
    assert [unit.name for unit in rows] == ["Botany", "Physics"]


def test_a_unit_is_never_moved_below_itself(api, admin, tree):
    client = api(admin)
    before = paths()
    for target in ("Physics", "Sciences"):
        client.problem(place(client, tree["Sciences"], tree[target]), 409, "unit-cycle")
    assert paths() == before


def test_depth_has_a_limit(api, admin, actor):
    parent = None
    for number in range(MAX_DEPTH):
        parent = create_unit(name=f"L{number}", parent_id=parent.pk if parent else None, created_by=actor)
    client = api(admin)
    client.problem(client.post(UNITS, {"name": "L9", "parent_id": parent.pk}), 422, "unit-too-deep")
    other = create_unit(name="Other", created_by=actor)
    client.problem(place(client, other, parent), 422, "unit-too-deep")


def test_only_empty_units_go(api, admin, tree, learner):
    client = api(admin)
    client.problem(client.delete(f"{UNITS}/{tree['Sciences'].pk}"), 409, "unit-not-empty")
    OrganizationMembership.objects.filter(user=learner).update(unit=tree["Physics"])
    problem = client.problem(client.delete(f"{UNITS}/{tree['Physics'].pk}"), 409, "unit-not-empty")
    assert (problem["units"], problem["people"]) == (0, 1)
    assert client.delete(f"{UNITS}/{tree['Botany'].pk}").status_code == 204
    client.problem(client.get(f"{UNITS}/{tree['Botany'].pk}"), 404)


def test_renaming_needs_the_present_version(api, admin, tree):
    client = api(admin)
    path = f"{UNITS}/{tree['South'].pk}"
    client.problem(client.patch(path, {"name": "X"}), 428)
    body = {"name": "South Campus", "kind": "campus", "is_active": False}
    row = client.patch(path, body, headers={"if-match": client.get(path)["ETag"]}).json()
    assert (row["name"], row["kind"], row["is_active"]) == ("South Campus", "campus", False)
    client.problem(client.patch(path, {"name": "Y"}, headers={"if-match": '"1"'}), 412)


def test_units_of_another_organization_are_no_parents(api, admin, outsider, other_organization, tree):
    with organization_context(other_organization.pk):
        far = create_unit(
            name="Far", created_by=Actor(user_id=outsider.pk, organization_id=other_organization.pk)
        )
    client = api(admin)
    client.problem(client.post(UNITS, {"name": "X", "parent_id": far.pk}), 404)
    client.problem(place(client, tree["South"], far), 404)
    assert client.post(f"{UNITS}/{tree['South'].pk}/people", {"user_ids": [outsider.pk]}).json() == {
        "changed": 0
    }


def test_units_below(tree):
    names = {unit.name for unit in queries.units_below(tree["Sciences"].pk)}
    assert names == {"Sciences", "Physics", "Botany"}
    assert not queries.units_below(987654321).exists()


class TreeMachine(RuleBasedStateMachine):
    """Any order of making and moving leaves one tree whose paths tell the truth."""

    def __init__(self):
        super().__init__()
        self.organization = make_organization("Tree", slug=uuid.uuid4().hex)
        self.actor = Actor(organization_id=self.organization.pk)
        self.parents: dict[int, int | None] = {}

    def pick(self, number):
        ids = sorted(self.parents)
        return ids[number % len(ids)] if ids and number < 60 else None

    @rule(parent=st.integers(0, 70))
    def make(self, parent):
        parent_id = self.pick(parent)
        with organization_context(self.organization.pk):
            try:
                unit = create_unit(name="u", parent_id=parent_id, created_by=self.actor)
            except UnitTooDeep:
                return
        self.parents[unit.pk] = parent_id

    @rule(which=st.integers(0, 59), parent=st.integers(0, 70), position=st.integers(0, 5))
    def move(self, which, parent, position):
        unit_id, parent_id = self.pick(which), self.pick(parent)
        if unit_id is None:
            return
        with organization_context(self.organization.pk):
            unit = OrganizationUnit.objects.get(pk=unit_id)
            try:
                move_unit(unit=unit, parent_id=parent_id, position=position, moved_by=self.actor)
            except (UnitCycle, UnitTooDeep):
                return
        self.parents[unit_id] = parent_id

    @invariant()
    def paths_tell_the_tree(self):
        for unit in OrganizationUnit.unscoped.filter(organization=self.organization):
            way, at = [], unit.pk
            while at is not None:
                way.insert(0, str(at))
                at = self.parents[at]
            assert unit.path == f"/{'/'.join(way)}/"
            assert unit.parent_id == self.parents[unit.pk]


class TestTree(TestCase):
    def test_any_order_of_changes_leaves_a_tree(self):
        run_state_machine_as_test(
            TreeMachine,
            settings=settings(
                max_examples=15,
                stateful_step_count=15,
                derandomize=True,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
