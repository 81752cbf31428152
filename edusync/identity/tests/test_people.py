import pytest

from edusync.audit.models import AuditEvent
from edusync.identity import queries
from edusync.identity.problems import EmailTaken, LastAdmin, RoleBeyondOwn, UnknownRole
from edusync.identity.services import create_person, grant_role, revoke_role
from edusync.identity.testing import make_person
from edusync.kernel.problems import NotFound


@pytest.mark.parametrize(
    ("who", "listing", "own", "other", "grant"),
    [
        ("learner", 403, 200, 404, 404),
        ("instructor", 403, 200, 404, 404),
        ("manager", 200, 200, 200, 403),
        ("support", 200, 200, 200, 403),
        ("auditor", 200, 200, 200, 403),
        ("admin", 200, 200, 200, 200),
        ("outsider", 200, 200, 404, 404),
    ],
)
def test_who_may_do_what(request, api, make_person, stranger, who, listing, own, other, grant):
    fixtures = {"learner", "instructor", "admin", "outsider"}
    person = request.getfixturevalue(who) if who in fixtures else make_person(who, roles=(who,))
    client = api(person)
    assert client.get("/api/v1/people").status_code == listing
    assert client.get(f"/api/v1/people/{person.pk}").status_code == own
    assert client.get(f"/api/v1/people/{stranger.pk}").status_code == other
    assert client.post(f"/api/v1/people/{stranger.pk}/roles", {"role": "mentor"}).status_code == grant


def test_visitors_must_sign_in_first(api, learner):
    client = api()
    for path in ("people", f"people/{learner.pk}"):
        client.problem(client.get(f"/api/v1/{path}"), 401)


def test_the_list_costs_the_same_with_more_people(api, admin, django_assert_max_num_queries):
    client = api(admin)
    for round_ in range(2):
        for number in range(30):
            make_person(f"p{round_}x{number}", roles=("learner", "mentor"))
        with django_assert_max_num_queries(4):
            assert len(client.get("/api/v1/people?limit=60").json()["results"]) == 31 + 29 * round_


def test_the_last_page_costs_what_the_first_does(api, admin, django_assert_max_num_queries):
    for number in range(12):
        make_person(f"p{number}")
    client, cursor, names = api(admin), "", []
    while cursor is not None:
        with django_assert_max_num_queries(4):
            page = client.get(f"/api/v1/people?limit=5&cursor={cursor}").json()
        names += [row["display_name"] for row in page["results"]]
        cursor = page["next"]
    assert names[0] == "P11 Example"
    assert names[-1] == "Adam Example"
    assert len(names) == len(set(names)) == 13


def test_people_are_found_by_words_in_any_order_and_by_role(api, admin, instructor):
    make_person("nila", first_name="Nila", last_name="Chandran", username="nila.c")
    make_person("tamil", first_name="தமிழ்", last_name="செல்வி")
    client = api(admin)

    def found(query):
        return [row["display_name"] for row in client.get(f"/api/v1/people?{query}").json()["results"]]

    assert found("search=chandran+NILA") == ["Nila Chandran"]
    assert found("search=nila@example") == ["Nila Chandran"]
    assert found("search=செல்வி") == ["தமிழ் செல்வி"]
    assert found("search=100%25") == []
    assert found("role=instructor") == [instructor.display_name]
    assert found("role=nothing") == []


def test_a_role_is_granted_and_revoked_and_both_are_recorded(api, admin, learner):
    client = api(admin)
    path = f"/api/v1/people/{learner.pk}/roles"
    assert client.post(path, {"role": "instructor"}).json()["roles"] == ["instructor", "learner"]
    assert client.post(path, {"role": "instructor"}).json()["roles"] == ["instructor", "learner"]
    assert "courses:course:create" in api(learner).get("/api/v1/me").json()["permissions"]
    assert client.delete(path + "?role=instructor").status_code == 204
    assert "courses:course:create" not in api(learner).get("/api/v1/me").json()["permissions"]
    client.problem(client.delete(path + "?role=instructor"), 404)
    events = AuditEvent.objects.filter(action__startswith="identity.role.").order_by("id")
    assert list(events.values_list("action", "actor_id", "target_id")) == [
        ("identity.role.granted", admin.pk, str(learner.pk)),
        ("identity.role.revoked", admin.pk, str(learner.pk)),
    ]


def test_a_role_in_one_course_gives_nothing_elsewhere(learner):
    from edusync.identity.standing import person_with_standing

    grant_role(user_id=learner.pk, role_code="assistant", scope="course", scope_id=7, granted_by=None)
    standing = person_with_standing(learner.pk).standing
    assert "progress:progress:read" in standing.course_permissions[7]
    assert "progress:progress:read" not in standing.permissions


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/role"),
        ({"role": "no such!"}, "/role"),
        ({"role": "mentor", "scope": "platform"}, "/scope"),
        ({"role": "mentor", "scope": "course"}, "/scope_id"),
        ({"role": "mentor", "scope_id": 3}, "/scope_id"),
    ],
)
def test_malformed_role_changes_are_refused(api, admin, learner, body, pointer):
    client = api(admin)
    problem = client.problem(client.post(f"/api/v1/people/{learner.pk}/roles", body), 422, "invalid-input")
    assert problem["errors"][0]["pointer"] == pointer


def test_unknown_roles_are_refused(api, admin, learner):
    client = api(admin)
    client.problem(client.post(f"/api/v1/people/{learner.pk}/roles", {"role": "king"}), 422, "unknown-role")


def test_the_last_admin_keeps_the_role(api, admin, make_person):
    client = api(admin)
    path = f"/api/v1/people/{admin.pk}/roles"
    client.problem(client.delete(path + "?role=admin"), 409, "last-admin")
    make_person("ada", roles=("admin",))
    assert client.delete(path + "?role=admin").status_code == 204


def test_nobody_grants_or_takes_more_than_they_hold(admin, make_person, learner, organization):
    from edusync.kernel.policy import Actor

    clerk = Actor(
        user_id=learner.pk,
        organization_id=organization.pk,
        permissions=frozenset({"identity:role:grant", "identity:person:read"}),
    )
    with pytest.raises(RoleBeyondOwn):
        grant_role(user_id=learner.pk, role_code="admin", granted_by=clerk)
    with pytest.raises(RoleBeyondOwn):
        revoke_role(user_id=admin.pk, role_code="admin", revoked_by=clerk)


def test_a_manager_cannot_suspend_an_admin_nor_anybody_themselves(api, admin, make_person):
    manager = make_person("mona", roles=("manager",))
    client = api(manager)
    body = {"status": "suspended"}
    client.problem(client.patch(f"/api/v1/people/{admin.pk}", body), 403, "role-beyond-own")
    client.problem(client.patch(f"/api/v1/people/{manager.pk}", body), 409, "own-access")


def test_a_suspended_person_shows_as_such_and_comes_back(api, admin, learner):
    client = api(admin)
    path = f"/api/v1/people/{learner.pk}"
    assert client.patch(path, {"status": "suspended"}).json()["status"] == "suspended"
    api(learner).problem(api(learner).get("/api/v1/me"), 401)
    assert client.patch(path, {"status": "active"}).json()["status"] == "active"
    # Suspending ended the sessions: a new one begins with the person as stored now.
    learner.refresh_from_db()
    assert api(learner).get("/api/v1/me").status_code == 200


def test_roles_of_strangers_to_the_organization_are_not_changed(admin, outsider):
    with pytest.raises(NotFound):
        grant_role(user_id=outsider.pk, role_code="mentor", granted_by=admin.pk)


def test_an_address_belongs_to_one_person(organization, learner):
    with pytest.raises(EmailTaken):
        create_person(email="LENA@example.com", organization_id=organization.pk)
    with pytest.raises(UnknownRole):
        create_person(email="x@example.com", organization_id=organization.pk, roles=("king",))
    assert queries.person_by_email("x@example.com") is None


def test_cards_of_many_people_cost_one_query(organization, django_assert_num_queries):
    people = [make_person(f"p{number}") for number in range(5)]
    with django_assert_num_queries(1):
        cards = queries.people_named([person.pk for person in people] + [999_999])
    assert [cards[person.pk].display_name for person in people] == [
        f"P{number} Example" for number in range(5)
    ]


def test_a_name_is_never_an_address(organization):
    person = create_person(
        email="secret@example.com", username="secret@example.com", organization_id=organization.pk
    )
    assert person.display_name == "secret"


def test_revoking_the_last_admin_by_service_is_refused(admin):
    with pytest.raises(LastAdmin):
        revoke_role(user_id=admin.pk, role_code="admin", revoked_by=None)
