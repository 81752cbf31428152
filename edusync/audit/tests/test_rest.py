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


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("kind=read", 1),
        ("kind=change", 2),
        ("action=tests.thing.", 2),
        ("target_type=thing&target_id=7", 1),
        ("from=2026-01-01", 3),
        ("to=2020-01-01", 0),
        ("request=nothing-like-it", 0),
    ],
)
def test_an_auditor_filters(api, auditor, learner, organization, query, count):
    before = len(api(auditor).get(f"/api/v1/audit?{query}&limit=100").json()["results"])
    with organization_context(organization.pk):
        audit.record("tests.thing.done", actor=learner.pk, target=("thing", 7))
        audit.record("tests.thing.done", actor=learner.pk, target=("thing", 8))
        audit.record_read("tests.person.viewed", actor=auditor.pk, target=("user", learner.pk))
    rows = api(auditor).get(f"/api/v1/audit?{query}&limit=100").json()["results"]
    assert len(rows) - before == count


@pytest.mark.parametrize(
    "query", ["kind=x", "actor=x", "subject=-1", "from=yesterday", "to=2026-02-30", "from=9999-12-31"]
)
def test_what_makes_no_sense_is_named(api, auditor, query):
    client = api(auditor)
    problem = client.problem(client.get(f"/api/v1/audit?{query}"), 422)
    assert problem["errors"][0]["pointer"] == "/" + query.partition("=")[0]


def test_an_event_tells_whom_it_concerns_and_by_what(api, auditor, learner, organization):
    with organization_context(organization.pk):
        audit.record("tests.thing.done", actor=None, target=("thing", 1), subject_id=learner.pk)
    row = api(auditor).get("/api/v1/audit?action=tests.thing").json()["results"][0]
    assert row["subject"] == {"id": learner.pk, "display_name": learner.display_name}
    assert row["actor"] is None
    assert row["impersonator"] is None


@pytest.mark.parametrize(("who", "status"), [("learner", 403), ("auditor", 200), ("admin", 200)])
def test_who_may_take_the_log_away(request, api, who, status):
    person = request.getfixturevalue(who)
    assert api(person).get("/api/v1/audit.csv").status_code == status


def test_taking_the_log_away_is_in_the_log(api, auditor):
    client = api(auditor)
    response = client.get("/api/v1/audit.csv?action=identity.")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("id,created_at,kind,action")
    assert all(",identity." in line for line in lines[1:])
    newest = client.get("/api/v1/audit").json()["results"][0]
    assert (newest["action"], newest["kind"], newest["facts"]) == (
        "audit.log.exported",
        "read",
        {"action": "identity."},
    )


def test_a_person_sees_who_saw_their_data(api, admin, learner, stranger, organization):
    with organization_context(organization.pk):
        audit.record_read("tests.person.viewed", actor=admin.pk, target=("user", learner.pk))
        audit.record_read("tests.person.viewed", actor=admin.pk, target=("user", stranger.pk))
        audit.record("tests.self.done", actor=learner.pk, target=("user", learner.pk))
    rows = api(learner).get("/api/v1/me/data-access?kind=read").json()["results"]
    assert [(row["action"], row["actor_name"]) for row in rows] == [
        ("tests.person.viewed", admin.display_name)
    ]
    everything = api(learner).get("/api/v1/me/data-access").json()["results"]
    assert "tests.self.done" not in {row["action"] for row in everything}
    assert set(rows[0]) == {"id", "created_at", "kind", "action", "actor_name", "impersonator_name"}


def test_the_own_list_costs_the_same_with_more_events(
    api, admin, learner, organization, django_assert_max_num_queries
):
    client = api(learner)
    for total in (20, 40):
        with organization_context(organization.pk):
            for _ in range(20):
                audit.record_read("tests.person.viewed", actor=admin.pk, target=("user", learner.pk))
        with django_assert_max_num_queries(4):
            assert (
                len(client.get(f"/api/v1/me/data-access?limit={total}&kind=read").json()["results"]) == total
            )
