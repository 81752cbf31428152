"""Switching features: who may, what it does at once, what stays of it."""

import pytest

from edusync.audit.models import AuditEvent
from edusync.kernel import flags
from edusync.kernel.tenancy import organization_context
from edusync.operations.models import FeatureFlag, FeatureFlagChange

FLAGS = "/api/v1/site/flags"
SEARCH = f"{FLAGS}/search"
LOOK = "/api/v1/search?q=weaving"
ROLLOUT = {"state": "rollout", "percent": 0, "rules": []}


@pytest.fixture
def client(admin, api):
    return api(admin)


@pytest.fixture
def decide(client):
    """Decides about the search; returns the answer."""

    def put(**decision):
        version = client.get(SEARCH)["ETag"]
        return client.put(SEARCH, {**ROLLOUT, **decision}, HTTP_IF_MATCH=version)

    return put


def rule(is_on=True, *, organization=None, role=None):
    return {"organization": organization, "role": role, "is_on": is_on}


def test_a_flag_says_what_the_code_says_until_somebody_decides(client):
    (flag,) = [flag for flag in client.get(FLAGS).json() if flag["key"] == "search"]
    assert (flag["state"], flag["default"], flag["rules"], flag["row_version"]) == ("default", True, [], 0)
    assert flag["title"]
    assert flag["removal"]


def test_the_list_costs_no_more_with_more_rules(
    client, decide, organization, other_organization, django_assert_max_num_queries
):
    decide(
        rules=[
            rule(organization=organization.pk),
            rule(organization=other_organization.pk),
            rule(role="admin"),
        ]
    )
    client.get(FLAGS)
    with django_assert_max_num_queries(8):
        client.get(FLAGS)


def test_a_feature_that_is_off_is_not_there(client, decide, learner, api):
    assert client.get(LOOK).status_code == 200
    assert decide(state="off").status_code == 200
    reader = api(learner)
    reader.problem(reader.get(LOOK), 404, "not-found")
    assert "search" not in reader.get("/api/v1/me").json()["features"]
    assert "search" not in api().get("/api/v1/site").json()["features"]
    decide(state="on")
    assert reader.get(LOOK).status_code == 200
    assert "search" in reader.get("/api/v1/me").json()["features"]
    assert "search" in api().get("/api/v1/site").json()["features"]


def test_an_organization_has_it_and_another_not(decide, organization, learner, outsider, api):
    decide(rules=[rule(organization=organization.pk)])
    assert api(learner).get(LOOK).status_code == 200
    assert api(outsider).get(LOOK).status_code == 404


def test_a_role_has_it_and_the_others_not(decide, learner, instructor, api):
    decide(rules=[rule(role="instructor")])
    assert api(instructor).get(LOOK).status_code == 200
    assert api(learner).get(LOOK).status_code == 404


def test_a_role_that_is_left_out_has_it_not(decide, learner, instructor, api):
    decide(percent=100, rules=[rule(False, role="instructor")])
    assert api(learner).get(LOOK).status_code == 200
    assert api(instructor).get(LOOK).status_code == 404


def test_the_percentage_takes_people_by_their_place(decide, learner, stranger, api):
    places = {person: flags.place_of("search", person.pk) for person in (learner, stranger)}
    first, second = sorted(places, key=lambda person: places[person])
    percent = places[first] // 100 + 1
    decide(percent=percent)
    assert api(first).get(LOOK).status_code == 200
    expected = 200 if places[second] < percent * 100 else 404
    assert api(second).get(LOOK).status_code == expected


def test_the_preview_counts_whom_a_decision_would_reach(
    client, organization, other_organization, learner, stranger, instructor, outsider
):
    preview = client.post(f"{SEARCH}/preview", {**ROLLOUT, "rules": [rule(role="instructor")]}).json()
    assert (preview["people_on"], preview["people"]) == (1, 5)
    preview = client.post(
        f"{SEARCH}/preview", {**ROLLOUT, "rules": [rule(organization=other_organization.pk)]}
    ).json()
    assert (preview["people_on"], preview["people"]) == (1, 5)
    assert preview["organizations"][0] == {
        "id": other_organization.pk,
        "name": other_organization.name,
        "people_on": 1,
        "people": 1,
    }
    assert client.post(f"{SEARCH}/preview", {"state": "default"}).json()["people_on"] == 5
    assert not FeatureFlag.objects.exists()


def test_a_person_of_two_organizations_counts_once(client, organization, other_organization, learner):
    from edusync.identity.models import OrganizationMembership

    with organization_context(other_organization.pk):
        OrganizationMembership.objects.create(user=learner, status="active")
    preview = client.post(f"{SEARCH}/preview", {"state": "on"}).json()
    assert (preview["people_on"], preview["people"]) == (2, 2)
    assert sum(row["people"] for row in preview["organizations"]) == 3


def test_the_preview_and_what_happens_agree(client, decide, learner, stranger, instructor, api):
    decision = {"percent": 40, "rules": [rule(role="instructor")]}
    promised = client.post(f"{SEARCH}/preview", {**ROLLOUT, **decision}).json()["people_on"]
    decide(**decision)
    people = (learner, stranger, instructor)
    has = [api(person).get(LOOK).status_code == 200 for person in people] + [
        client.get(LOOK).status_code == 200
    ]
    assert sum(has) == promised


def test_the_kill_switch_works_whoever_else_decides_and_keeps_the_rules(client, decide, learner, api):
    decide(percent=100, rules=[rule(role="admin")])
    answer = client.post(f"{SEARCH}/off", {"note": "Too slow"})
    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["percent"], len(answer.json()["rules"])) == ("off", 100, 1)
    assert api(learner).get(LOOK).status_code == 404


def test_history_keeps_every_decision_with_its_rules_and_reason(client, decide, organization, admin):
    decide(rules=[rule(organization=organization.pk)], note="Try it with us")
    client.post(f"{SEARCH}/off", {})
    page = client.get(f"{SEARCH}/history").json()
    states = [(row["state"], row["note"], row["changed_by"]) for row in page["results"]]
    assert states == [("off", "", "Adam Example"), ("rollout", "Try it with us", "Adam Example")]
    assert page["results"][1]["rules"] == [
        {"organization": organization.pk, "role": None, "is_on": True, "name": organization.name}
    ]


def test_history_costs_no_more_with_more_decisions(client, decide, django_assert_max_num_queries):
    for percent in (1, 2, 3):
        decide(percent=percent)
    client.get(f"{SEARCH}/history")
    with django_assert_max_num_queries(8):
        assert len(client.get(f"{SEARCH}/history").json()["results"]) == 3


def test_decisions_are_audited(decide, admin):
    decide(percent=10, note="Slowly")
    event = AuditEvent.objects.filter(action="operations.flag.changed").get()
    assert event.actor_id == admin.pk
    assert event.facts["flag"] == "search"
    assert event.facts["percent"] == 10


def test_two_who_decide_at_once_do_not_overwrite_each_other(client):
    version = client.get(SEARCH)["ETag"]
    assert client.put(SEARCH, ROLLOUT, HTTP_IF_MATCH=version).status_code == 200
    client.problem(client.put(SEARCH, ROLLOUT, HTTP_IF_MATCH=version), 412, "stale-version")
    client.problem(client.put(SEARCH, ROLLOUT), 428, "version-required")


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ([rule(organization=999_999)], "not-found"),
        ([rule(role="emperor")], "not-found"),
        ([rule()], "invalid"),
        ([rule(role="admin"), rule(False, role="admin")], "duplicate"),
    ],
)
def test_rules_that_mean_nothing_are_refused(decide, rules, code):
    answer = decide(rules=rules)
    assert answer.status_code == 422
    assert answer.json()["errors"][-1]["code"] == code
    assert not FeatureFlagChange.objects.exists()


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_percentage_lies_between_none_and_all(decide, percent):
    assert decide(percent=percent).status_code == 422


def test_only_who_looks_after_the_installation_decides(learner, instructor, outsider, api):
    for person in (learner, instructor, outsider):
        someone = api(person)
        assert someone.get(FLAGS).status_code == 403
        assert someone.put(SEARCH, ROLLOUT, HTTP_IF_MATCH='"0"').status_code == 403
        assert someone.post(f"{SEARCH}/off", {}).status_code == 403
    assert api().get(FLAGS).status_code == 401


def test_a_flag_that_nobody_declared_is_not_there(client):
    for address in (f"{FLAGS}/nothing", f"{FLAGS}/nothing/history"):
        client.problem(client.get(address), 404, "not-found")


def test_a_flag_costs_a_request_nothing(client, django_assert_num_queries):
    client.get(LOOK)
    flags.memory.look_again()
    client.get(LOOK)
    with django_assert_num_queries(0):
        assert flags.is_on_for(flags.flag_named("search"), person_id=1, organization_id=1)


def test_a_decision_is_read_by_a_process_that_knew_another(decide, db):
    known = flags.memory
    other = flags.Memory(known.source, clock=iter([0.0, 0.0, 9.0, 9.0, 9.0]).__next__)
    assert other.rollouts() == {}
    decide(state="off")
    assert other.rollouts()["search"].state is flags.State.OFF
