import pytest

from edusync.identity.services import grant_role
from edusync.kernel import audit
from edusync.kernel.tenancy import organization_context


@pytest.fixture
def auditor(make_person):
    return make_person("audrey", roles=("auditor",))


@pytest.mark.parametrize(
    ("who", "status"),
    [("learner", 403), ("instructor", 403), ("auditor", 200), ("admin", 200)],
)
def test_who_may_read_the_log(request, api, who, status):
    person = request.getfixturevalue(who)
    assert api(person).get("/api/v1/audit").status_code == status


def test_visitors_must_sign_in_first(api):
    client = api()
    client.problem(client.get("/api/v1/audit"), 401)


def test_events_of_another_organization_do_not_show(api, admin, outsider):
    actions = {row["target_id"] for row in api(outsider).get("/api/v1/audit").json()["results"]}
    assert actions == {str(outsider.pk)}
    assert str(outsider.pk) not in {
        row["target_id"] for row in api(admin).get("/api/v1/audit").json()["results"]
    }


def test_the_newest_comes_first_with_the_name_of_who_did_it(api, admin, learner):
    grant_role(user_id=learner.pk, role_code="mentor", granted_by=admin.pk)
    newest = api(admin).get("/api/v1/audit").json()["results"][0]
    assert newest["action"] == "identity.role.granted"
    assert newest["actor"] == {"id": admin.pk, "display_name": admin.display_name}
    assert newest["facts"] == {"role": "mentor", "scope": "organization", "scope_id": 0}


def test_the_log_is_filtered_by_action_and_person(api, admin, learner):
    grant_role(user_id=learner.pk, role_code="mentor", granted_by=admin.pk)
    client = api(admin)
    by_action = client.get("/api/v1/audit?action=identity.role.").json()["results"]
    assert [row["action"] for row in by_action] == ["identity.role.granted"]
    by_actor = client.get(f"/api/v1/audit?actor={admin.pk}").json()["results"]
    assert [row["action"] for row in by_actor] == ["identity.role.granted"]
    client.problem(client.get("/api/v1/audit?actor=x"), 422)


def test_a_page_costs_the_same_with_more_events(api, admin, organization, django_assert_max_num_queries):
    client = api(admin)
    for total in (30, 60):
        with organization_context(organization.pk):
            for number in range(30):
                audit.record("tests.thing.done", actor=admin.pk, target=("thing", number))
        with django_assert_max_num_queries(4):
            assert len(client.get(f"/api/v1/audit?limit={total}").json()["results"]) == total


def test_pages_follow_each_other_without_gap(api, admin, organization):
    for number in range(7):
        audit.record("tests.thing.done", actor=None, target=("thing", number))
    client, seen, cursor = api(admin), [], ""
    while cursor is not None:
        page = client.get(f"/api/v1/audit?action=tests.&limit=3&cursor={cursor}").json()
        seen += [row["target_id"] for row in page["results"]]
        cursor = page["next"]
    assert seen == ["6", "5", "4", "3", "2", "1", "0"]
