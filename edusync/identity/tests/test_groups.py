import csv
import datetime as dt
import io

import pytest

from edusync.identity.models import (
    CustomField,
    CustomFieldValue,
    Group,
    GroupMember,
    JobRole,
    JobRoleAssignment,
    OrganizationMembership,
    StudentProfile,
)
from edusync.identity.services.groups import create_group
from edusync.identity.services.terms import create_term
from edusync.identity.services.units import create_unit, put_in_unit
from edusync.kernel import clock
from edusync.kernel.policy import Actor
from edusync.kernel.tenancy import organization_context

pytestmark = pytest.mark.django_db
GROUPS = "/api/v1/groups"


@pytest.fixture
def actor(admin, organization):
    return Actor(user_id=admin.pk, organization_id=organization.pk)


@pytest.fixture
def client(api, admin):
    return api(admin)


@pytest.fixture
def choir(client):
    return client.post(GROUPS, {"name": "Choir", "description": "Sings on Fridays."}).json()


def names(client, group, query=""):
    rows = client.get(f"{GROUPS}/{group['id']}/people{query}").json()["results"]
    return sorted(row["display_name"].split()[0] for row in rows)


def named(client, rule):
    return client.post(f"{GROUPS}/preview", {"rule": rule})


@pytest.mark.parametrize(
    ("who", "reading", "writing"),
    [("admin", 200, 201), ("learner", 403, 403), ("instructor", 403, 403), ("outsider", 200, 201)],
)
def test_who_sees_and_makes_groups(api, request, who, reading, writing, choir):
    client = api(request.getfixturevalue(who))
    answer = client.get(GROUPS)
    assert answer.status_code == reading
    if who == "outsider":
        assert answer.json()["results"] == []
    assert client.post(GROUPS, {"name": "New"}).status_code == writing


def test_people_are_added_found_and_taken_out(client, choir, learner, stranger, outsider):
    path = f"{GROUPS}/{choir['id']}/people"
    body = {"user_ids": [learner.pk, stranger.pk, outsider.pk, 987654321]}
    # Strangers to the organization are passed over without a word.
    assert client.post(path, body).json() == {"changed": 2}
    assert client.post(path, body).json() == {"changed": 0}
    assert names(client, choir) == ["Lena", "Stan"]
    assert names(client, choir, "?search=stan") == ["Stan"]
    assert client.get(GROUPS).json()["results"][0]["people"] == 2
    assert client.delete(path, {"user_ids": [learner.pk]}).json() == {"changed": 1}
    assert names(client, choir) == ["Stan"]
    assert client.get(f"{GROUPS}/{choir['id']}").json()["people"] == 1


def test_whoever_was_in_it_until_yesterday_is_out_and_may_come_back(client, choir, learner):
    today = clock.now().date()
    GroupMember.objects.create(group_id=choir["id"], user=learner, ends_on=today - dt.timedelta(days=1))
    assert names(client, choir) == []
    path = f"{GROUPS}/{choir['id']}/people"
    assert client.post(path, {"user_ids": [learner.pk]}).json() == {"changed": 1}
    assert names(client, choir) == ["Lena"]


def test_people_whose_access_ended_are_in_no_group(client, choir, learner):
    client.post(f"{GROUPS}/{choir['id']}/people", {"user_ids": [learner.pk]})
    OrganizationMembership.objects.filter(user=learner).update(status="suspended")
    assert names(client, choir) == []


def test_names_are_used_once_while_the_group_lives(client, choir):
    client.problem(client.post(GROUPS, {"name": "Choir"}), 409, "group-name-taken")
    assert client.delete(f"{GROUPS}/{choir['id']}").status_code == 204
    assert client.post(GROUPS, {"name": "Choir"}).status_code == 201


def test_lists_cost_the_same_with_more_rows(client, actor, make_person, django_assert_max_num_queries):
    client.get(GROUPS)
    group = create_group(name="All", rule={"fact": "role", "is": "learner"}, created_by=actor)
    for round_ in range(2):
        for number in range(8):
            create_group(name=f"G{round_}{number}", created_by=actor)
            make_person(f"p{round_}x{number}")
        with django_assert_max_num_queries(4):
            client.get(GROUPS)
        with django_assert_max_num_queries(4):
            client.get(f"{GROUPS}/{group.pk}/people")


class TestRules:
    @pytest.fixture
    def school(self, actor, learner, stranger, instructor, organization):
        """Lena in physics, house blue, grade 7, a baker; Stan in sciences; a year that has begun."""
        sciences = create_unit(name="Sciences", created_by=actor)
        physics = create_unit(name="Physics", parent_id=sciences.pk, created_by=actor)
        put_in_unit(unit=physics, user_ids=[learner.pk], changed_by=actor)
        put_in_unit(unit=sciences, user_ids=[stranger.pk], changed_by=actor)
        field = CustomField.objects.create(key="house", label="House")
        CustomFieldValue.objects.create(field=field, user=learner, value="Blue")
        StudentProfile.objects.create(user=learner, grade_level="7")
        job = JobRole.objects.create(name="Baker")
        JobRoleAssignment.objects.create(job_role=job, user=learner)
        today = clock.now().date()
        now = create_term(name="Now", kind="year", starts_on=today, ends_on=today, created_by=actor)
        past = dt.date(2001, 1, 1)
        old = create_term(name="Old", kind="year", starts_on=past, ends_on=past, created_by=actor)
        return {"sciences": sciences.pk, "physics": physics.pk, "job": job.pk, "now": now.pk, "old": old.pk}

    @pytest.mark.parametrize(
        ("rule", "expected"),
        [
            ({"fact": "role", "is": "learner"}, ["Lena", "Stan"]),
            ({"fact": "role", "is": "instructor"}, ["Ines"]),
            ({"fact": "unit", "is": "sciences"}, ["Lena", "Stan"]),
            ({"fact": "unit", "is": "sciences", "below": False}, ["Stan"]),
            ({"fact": "field", "key": "house", "is": "Blue"}, ["Lena"]),
            ({"fact": "field", "key": "house", "is": "Red"}, []),
            ({"fact": "grade_level", "is": "7"}, ["Lena"]),
            ({"fact": "job_role", "is": "job"}, ["Lena"]),
            ({"fact": "joined_in_term", "is": "now"}, ["Adam", "Ines", "Lena", "Stan"]),
            ({"fact": "joined_in_term", "is": "old"}, []),
            ({"not": {"fact": "role", "is": "learner"}}, ["Adam", "Ines"]),
            (
                {"all": [{"fact": "role", "is": "learner"}, {"not": {"fact": "unit", "is": "physics"}}]},
                ["Stan"],
            ),
            (
                {"any": [{"fact": "role", "is": "admin"}, {"fact": "grade_level", "is": "7"}]},
                ["Adam", "Lena"],
            ),
        ],
    )
    def test_a_rule_names_people(self, client, actor, school, rule, expected):
        def with_ids(part):
            if isinstance(part, list):
                return [with_ids(one) for one in part]
            if not isinstance(part, dict):
                return part
            filled = {key: with_ids(value) for key, value in part.items()}
            is_id = filled.get("fact") in {"unit", "job_role", "joined_in_term"}
            return {**filled, "is": school[filled["is"]]} if is_id else filled

        preview = named(client, with_ids(rule)).json()
        assert preview["count"] == len(expected)
        assert sorted(row["display_name"].split()[0] for row in preview["people"]) == expected
        assert all(condition["label"] for condition in preview["conditions"])
        group = client.post(GROUPS, {"name": "By rule", "rule": with_ids(rule)}).json()
        assert group["kind"] == "rule"
        assert names(client, group) == expected

    @pytest.mark.parametrize(
        ("rule", "pointer"),
        [
            ({}, "/rule/fact"),
            ("everybody", "/rule"),
            ({"all": []}, "/rule/all"),
            ({"all": [{"fact": "shoe size", "is": 7}]}, "/rule/all/0/fact"),
            ({"fact": "unit", "is": "seven"}, "/rule/is"),
            ({"fact": "unit", "is": True}, "/rule/is"),
            ({"fact": "unit", "is": 10**30}, "/rule/is"),
            ({"fact": "role", "is": ""}, "/rule/is"),
            ({"fact": ["role"], "is": "x"}, "/rule/fact"),
            ({"fact": "field", "is": "x"}, "/rule/key"),
            ({"fact": "unit", "is": 987654321}, "/rule"),
            ({"not": {"not": {"not": {"not": {"fact": "role", "is": "learner"}}}}}, "/rule/not/not/not/not"),
            ({"any": [{"fact": "role", "is": "learner"}] * 31}, "/rule"),
        ],
    )
    def test_what_is_no_rule_is_refused_at_its_place(self, client, rule, pointer):
        for answer in (named(client, rule), client.post(GROUPS, {"name": "X", "rule": rule})):
            problem = client.problem(answer, 422, "invalid-input")
            assert problem["errors"][0]["pointer"] == pointer

    def test_units_of_another_organization_are_unknown_to_rules(self, client, outsider, other_organization):
        with organization_context(other_organization.pk):
            far = create_unit(
                name="Far", created_by=Actor(user_id=outsider.pk, organization_id=other_organization.pk)
            )
        client.problem(named(client, {"fact": "unit", "is": far.pk}), 422, "invalid-input")

    def test_people_come_and_go_with_the_facts(self, client, school, stranger):
        rule = {"fact": "grade_level", "is": "7"}
        group = client.post(GROUPS, {"name": "Grade 7", "rule": rule}).json()
        StudentProfile.objects.create(user=stranger, grade_level="7")
        assert names(client, group) == ["Lena", "Stan"]

    def test_nobody_is_put_into_a_rule_group_by_hand(self, client, choir, learner):
        rule = {"fact": "role", "is": "learner"}
        group = client.post(GROUPS, {"name": "By rule", "rule": rule}).json()
        path = f"{GROUPS}/{group['id']}"
        body = {"user_ids": [learner.pk]}
        client.problem(client.post(f"{path}/people", body), 409, "members-by-rule")
        client.problem(client.delete(f"{path}/people", body), 409, "members-by-rule")
        match = {"if-match": "*"}
        other = f"{GROUPS}/{choir['id']}"
        client.problem(client.patch(other, {"rule": rule}, headers=match), 409, "members-by-rule")
        changed = client.patch(path, {"rule": {"fact": "role", "is": "admin"}}, headers=match).json()
        assert changed["conditions"][0]["label"] == "Admin"

    def test_a_unit_that_went_matches_nobody_and_is_told(self, client, school, actor):
        empty = create_unit(name="Short-lived", created_by=actor)
        group = client.post(GROUPS, {"name": "X", "rule": {"fact": "unit", "is": empty.pk}}).json()
        client.delete(f"/api/v1/units/{empty.pk}")
        assert client.get(f"{GROUPS}/{group['id']}").json()["people"] == 0


def test_the_file_holds_everybody_and_runs_nothing(client, choir, learner, make_person):
    evil = make_person("eve", first_name="=HYPERLINK(1)")
    client.post(f"{GROUPS}/{choir['id']}/people", {"user_ids": [learner.pk, evil.pk]})
    answer = client.get(f"{GROUPS}/{choir['id']}/people.csv")
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0] == ["name", "email", "username", "local_id"]
    assert rows[1][:2] == ["Lena Example", "lena@example.com"]
    assert rows[2][0].startswith("'=")


def test_who_may_not_export_gets_no_file(api, make_person, choir):
    client = api(make_person("sami", roles=("support",)))
    assert client.get(f"{GROUPS}/{choir['id']}/people").status_code == 200
    client.problem(client.get(f"{GROUPS}/{choir['id']}/people.csv"), 403)


def test_a_group_of_another_organization_has_no_place_here(client, outsider, other_organization):
    with organization_context(other_organization.pk):
        far = Group.objects.create(name="Far")
    client.problem(client.get(f"{GROUPS}/{far.pk}"), 404)
    client.problem(client.get(f"{GROUPS}/{far.pk}/people.csv"), 404)
