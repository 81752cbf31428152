"""People, groups and units in the search over everything: for those who look after them."""

import pytest

from edusync.identity.models import Group, OrganizationUnit
from edusync.identity.testing import key_of
from edusync.kernel.tenancy import organization_context
from edusync.kernel.testing import ApiClient, make_organization

pytestmark = pytest.mark.django_db


def found(client, q):
    """Titles and paths by kind."""
    groups = client.get("/api/v1/search", {"q": q, "kinds": "person,group,unit"}).json()["groups"]
    return {
        group["kind"]: [
            ("".join(piece["text"] for piece in row["title"]), row["path"]) for row in group["rows"]
        ]
        for group in groups
    }


def test_an_admin_finds_people_by_name_address_and_beginnings(api, admin, learner):
    client = api(admin)
    expected = {"person": [("Lena Example", f"/manage/people/{learner.pk}")]}
    for words in ("lena", "Len", "example lena", "lena@example.com"):
        assert found(client, words) == expected, words


def test_a_learner_finds_nobody_and_a_visitor_neither(api, learner, stranger):
    assert found(api(learner), "stan") == {}
    assert found(api(learner), "lena") == {}
    assert found(api(), "stan") == {}


def test_kinds_are_named_only_to_those_who_may_find_some(api, admin, learner):
    def kinds(client):
        return set(client.get("/api/v1/search", {"q": "anything"}).json()["kinds"])

    of_staff = {"person", "group", "unit"}
    assert kinds(api(admin)) >= of_staff
    assert kinds(api(learner)).isdisjoint(of_staff)
    assert kinds(api()) == {"course", "lesson", "quiz", "transcript"}


def test_people_of_another_organization_stay_there(api, admin, learner, outsider, other_organization):
    assert found(api(admin), "otto") == {}
    with organization_context(other_organization.pk):
        assert found(api(outsider), "lena") == {}


def test_groups_and_units_are_found_by_who_keeps_them(api, admin, learner, organization):
    other = make_organization("Third School")
    group = Group.objects.create(organization=organization, name="Biology 7b")
    Group.objects.create(organization=other, name="Biology elsewhere")
    OrganizationUnit.objects.create(organization=organization, name="Department of biology")
    assert found(api(admin), "biology") == {
        "group": [("Biology 7b", f"/manage/groups/{group.pk}")],
        "unit": [("Department of biology", "/manage/units")],
    }
    assert found(api(learner), "biology") == {}


def test_a_key_finds_people_only_with_their_scope(api, admin, learner):
    def answer(*scopes):
        return found(ApiClient(headers={"authorization": f"Bearer {key_of(admin, *scopes)}"}), "lena")

    assert answer("courses:course:read") == {}
    assert list(answer("identity:person:read")) == ["person"]


def test_the_number_of_queries_does_not_grow(api, admin, make_person, django_assert_max_num_queries):
    client = api(admin)
    for number in range(12):
        make_person(f"soil{number}", first_name="Soil")
    found(client, "soil")
    with django_assert_max_num_queries(5):
        assert len(found(client, "soil")["person"]) == 5
