"""Guardians over HTTP: who sees and does what."""

import pytest

from edusync.identity.models import GuardianRelationship, Invitation, UserProfile
from edusync.identity.testing import make_guardianship

pytestmark = pytest.mark.django_db


@pytest.fixture
def guardian(make_person):
    return make_person("farah", roles=("guardian",))


@pytest.fixture
def other_guardian(make_person):
    return make_person("sami", roles=("guardian",))


@pytest.fixture
def row(organization, learner, guardian):
    return make_guardianship(learner, guardian, scopes=("progress",))


def as_person(request, name):
    return request.getfixturevalue(name)


@pytest.mark.parametrize(
    ("who", "read", "change", "consent", "end"),
    [
        ("learner", 200, 200, 200, 204),
        ("guardian", 200, 403, 403, 204),
        ("admin", 200, 200, 200, 204),
        ("stranger", 404, 404, 404, 404),
        ("instructor", 404, 404, 404, 404),
        ("other_guardian", 404, 404, 404, 404),
        ("outsider", 404, 404, 404, 404),
    ],
)
def test_who_may_do_what(request, api, row, who, read, change, consent, end):
    client = api(as_person(request, who))
    path = f"/api/v1/guardianships/{row.uuid}"
    assert client.get(path).status_code == read
    assert client.patch(path, {"kind": "mother"}).status_code == change
    assert client.put(f"{path}/consents/grades", {"evidence": "Signed form"}).status_code == consent
    assert client.delete(f"{path}/consents/progress").status_code == consent
    assert client.delete(path).status_code == end


@pytest.mark.parametrize(
    ("who", "status"),
    [("learner", 403), ("guardian", 403), ("instructor", 403), ("admin", 200), ("outsider", 200)],
)
def test_who_lists_all_guardians(request, api, row, who, status):
    client = api(as_person(request, who))
    response = client.get("/api/v1/guardianships")
    assert response.status_code == status
    if who == "outsider":
        assert response.json()["results"] == []


def test_the_list_is_searched_and_filtered(api, admin, row, learner):
    client = api(admin)
    assert len(client.get(f"/api/v1/guardianships?search={learner.username}").json()["results"]) == 1
    assert client.get("/api/v1/guardianships?search=nobody").json()["results"] == []
    assert client.get("/api/v1/guardianships?status=ended").json()["results"] == []
    client.problem(client.get("/api/v1/guardianships?status=x"), 422)


def test_the_list_costs_the_same_with_more_rows(api, admin, make_person, django_assert_max_num_queries):
    client = api(admin)
    for total in (3, 6):
        for number in range(3):
            make_guardianship(
                make_person(f"child{total}{number}"),
                make_person(f"parent{total}{number}", roles=()),
                scopes=("grades",),
            )
        with django_assert_max_num_queries(6):
            assert len(client.get("/api/v1/guardianships").json()["results"]) == total


def test_a_learner_asks_sees_and_takes_back(api, learner, guardian):
    client = api(learner)
    family = client.post("/api/v1/me/guardians", {"email": "farah@example.net", "kind": "mother"})
    assert family.status_code == 201
    invited = family.json()["invitations"]
    assert [(row["email"], row["kind"]) for row in invited] == [("farah@example.net", "mother")]
    assert api(guardian).delete(f"/api/v1/guardian-invitations/{invited[0]['id']}").status_code == 404
    assert client.delete(f"/api/v1/guardian-invitations/{invited[0]['id']}").status_code == 204
    assert client.get("/api/v1/me/guardians").json()["invitations"] == []


def test_a_learner_asks_for_nobody_else(api, learner, stranger):
    client = api(learner)
    client.problem(
        client.post("/api/v1/me/guardians", {"email": "x@example.net", "learner_id": stranger.pk}), 403
    )


def test_staff_ask_for_a_learner(api, admin, learner):
    client = api(admin)
    client.problem(client.post("/api/v1/guardianships", {"email": "x@example.net"}), 422)
    assert (
        client.post("/api/v1/guardianships", {"email": "x@example.net", "learner_id": learner.pk}).status_code
        == 201
    )
    assert Invitation.objects.get(email="x@example.net").facts["learner_id"] == learner.pk


def test_a_guardian_sees_the_children_and_what_they_share(api, guardian, row, learner, stranger):
    make_guardianship(stranger, guardian, status="invited")
    children = api(guardian).get("/api/v1/me/children").json()["children"]
    assert [(child["learner"]["id"], child["scopes"]) for child in children] == [(learner.pk, ["progress"])]


def test_whoever_is_no_guardian_has_no_children(api, learner, row):
    assert api(learner).get("/api/v1/me/children").json()["children"] == []


def test_a_consent_of_another_kind_does_not_exist(api, learner, row):
    client = api(learner)
    client.problem(client.put(f"/api/v1/guardianships/{row.uuid}/consents/everything", {}), 404)


def test_an_ended_relationship_does_not_end_again(api, learner, row):
    client = api(learner)
    assert client.delete(f"/api/v1/guardianships/{row.uuid}").status_code == 204
    client.problem(client.delete(f"/api/v1/guardianships/{row.uuid}"), 404)
    assert GuardianRelationship.objects.get(pk=row.pk).status == "ended"


def test_a_guardian_agrees_to_the_account_of_a_young_learner(
    api, guardian, other_guardian, learner, admin, row
):
    UserProfile.objects.update_or_create(user=learner, defaults={"needs_guardian_consent": True})
    path = f"/api/v1/guardianships/{row.uuid}/agreement"
    for who in (learner, other_guardian, admin):
        client = api(who)
        client.problem(client.post(path), 404)
    client = api(guardian)
    assert client.get("/api/v1/me/children").json()["children"][0]["needs_agreement"] is True
    assert client.post(path).status_code == 204
    assert client.post(path).status_code == 204
    assert client.get("/api/v1/me/children").json()["children"][0]["needs_agreement"] is False
