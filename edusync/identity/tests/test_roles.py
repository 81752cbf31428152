"""Own roles: made, changed, put away; who can do what."""

import pytest

from edusync.audit.models import AuditEvent
from edusync.identity.models import PersonSearchWord, Role
from edusync.identity.problems import RoleBeyondOwn
from edusync.identity.roles import SYSTEM_ROLES
from edusync.identity.services import grant_role, revoke_role
from edusync.identity.services.directory import index_people
from edusync.identity.services.role_editor import create_role, set_role_permissions
from edusync.identity.services.roles import role_named
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.problems import PreconditionFailed

pytestmark = pytest.mark.django_db
MATCH = {"if-match": '"1"'}


def can(api, person, permission):
    return permission in api(person).get("/api/v1/me").json()["permissions"]


@pytest.fixture
def own_role(organization):
    """An own role that may read people, at version 1."""
    return create_role(
        name="Front desk",
        permissions=[Permission.PERSON_READ],
        organization_id=organization.pk,
        created_by=None,
    )


@pytest.fixture
def clerk(make_person, organization):
    """Somebody who may make and give roles, but not much else."""
    create_role(
        name="Clerk",
        permissions=[
            Permission.ROLE_READ,
            Permission.ROLE_MANAGE,
            Permission.ROLE_GRANT,
            Permission.PERSON_READ,
        ],
        organization_id=organization.pk,
        created_by=None,
    )
    return make_person("clara", roles=("clerk",))


def test_the_list_tells_what_roles_hold_and_how_many_hold_them(api, admin, learner, stranger):
    roles = {role["code"]: role for role in api(admin).get("/api/v1/roles").json()["results"]}
    assert roles["learner"]["holders"] == 2
    assert roles["admin"]["holders"] == 1
    assert roles["learner"]["is_system"] is True
    assert "identity:role:manage" in roles["admin"]["permissions"]
    assert "identity:role:manage" not in roles["admin"]["actions"]


def test_the_list_costs_the_same_however_long(
    api, admin, organization, make_person, django_assert_max_num_queries
):
    client = api(admin)
    for number in range(12):
        create_role(name=f"Role {number}", organization_id=organization.pk, created_by=None)
        make_person(f"p{number}", roles=(f"role-{number}",))
    with django_assert_max_num_queries(6):
        assert len(client.get("/api/v1/roles").json()["results"]) == 12 + len(SYSTEM_ROLES)


def test_a_role_is_copied_changed_and_reaches_its_holders(api, admin, learner):
    client = api(admin)
    source = role_named("support", organization_id=admin.memberships.get().organization_id)
    role = client.post("/api/v1/roles", {"name": "  Course desk ", "copy_of": source.pk}).json()
    assert (role["code"], role["name"], role["is_system"]) == ("course-desk", "Course desk", False)
    assert "identity:person:read" in role["permissions"]
    grant_role(user_id=learner.pk, role_code="course-desk", granted_by=None)
    assert can(api, learner, "identity:person:read")
    changed = client.put(
        f"/api/v1/roles/{role['id']}/permissions",
        {"permissions": ["courses:course:create"]},
        headers=MATCH,
    )
    assert changed.json()["permissions"] == ["courses:course:create"]
    assert changed["ETag"] == '"2"'
    assert not can(api, learner, "identity:person:read")
    assert can(api, learner, "courses:course:create")
    facts = AuditEvent.objects.filter(action="identity.role.changed").last().facts
    assert facts["added"] == ["courses:course:create"]
    assert "identity:person:read" in facts["removed"]


def test_of_two_editors_the_second_is_told(api, admin, own_role):
    client = api(admin)
    url = f"/api/v1/roles/{own_role.pk}/permissions"
    client.problem(client.put(url, {"permissions": []}), 428, "version-required")
    assert client.put(url, {"permissions": []}, headers=MATCH).status_code == 200
    client.problem(client.put(url, {"permissions": []}, headers=MATCH), 412, "stale-version")
    with pytest.raises(PreconditionFailed):
        set_role_permissions(role=own_role, permissions=[Permission.ROLE_READ], changed_by=None)
    assert not own_role.permissions.exists()


def test_an_own_role_is_renamed(api, admin, own_role):
    client = api(admin)
    answer = client.patch(f"/api/v1/roles/{own_role.pk}", {"name": "Reception"}, headers=MATCH)
    assert (answer.json()["name"], answer.json()["code"]) == ("Reception", "front-desk")
    client.problem(
        client.patch(f"/api/v1/roles/{own_role.pk}", {"name": " "}, headers={"if-match": '"2"'}), 422
    )


def test_names_that_give_the_same_code_or_none(api, admin):
    client = api(admin)
    codes = [
        client.post("/api/v1/roles", {"name": name}).json()["code"]
        for name in ("Desk", "desk", "Learner", "ஆசிரியர்", "மாணவர்")
    ]
    assert codes == ["desk", "desk-2", "learner-2", "role", "role-2"]


def test_unknown_permissions_are_refused(api, admin, own_role):
    client = api(admin)
    body = {"permissions": ["identity:person:fly"]}
    problem = client.problem(
        client.put(f"/api/v1/roles/{own_role.pk}/permissions", body, headers=MATCH), 422, "invalid-input"
    )
    assert problem["errors"][0]["code"] == "unknown-permission"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("patch", "", {"name": "Mine"}),
        ("put", "/permissions", {"permissions": []}),
        ("post", "/archive", None),
    ],
)
def test_roles_that_ship_with_the_code_stay(api, admin, method, path, body):
    client = api(admin)
    role = Role.objects.get(code="learner", organization=None)
    answer = client.send(method.upper(), f"/api/v1/roles/{role.pk}{path}", body, headers=MATCH)
    client.problem(answer, 409, "role-protected")


def test_an_own_copy_takes_the_place_of_a_system_role_and_gives_it_back(api, admin, learner, make_person):
    client = api(admin)
    body = {"name": "Pupil", "replaces": "learner", "permissions": ["courses:course:create"]}
    role = client.post("/api/v1/roles", body).json()
    assert (role["code"], role["replaces_system"], role["holders"]) == ("learner", True, 1)
    assert can(api, learner, "courses:course:create")
    newcomer = make_person("newt")
    assert can(api, newcomer, "courses:course:create")
    listed = [row["id"] for row in client.get("/api/v1/roles").json()["results"] if row["code"] == "learner"]
    assert listed == [role["id"]]
    client.problem(client.post("/api/v1/roles", body), 409, "role-protected")
    assert client.post(f"/api/v1/roles/{role['id']}/archive", headers=MATCH).status_code == 204
    assert not can(api, newcomer, "courses:course:create")
    assert can(api, newcomer, "courses:lesson:read")
    again = client.post("/api/v1/roles", body).json()
    assert (again["id"], again["permissions"]) == (role["id"], ["courses:course:create"])


def test_another_organization_keeps_the_system_role(api, admin, other_organization, make_person):
    other = make_person("olga", organization_id=other_organization.pk)
    api(admin).post("/api/v1/roles", {"name": "Pupil", "replaces": "learner", "permissions": []})
    assert can(api, other, "courses:lesson:read")


def test_the_admin_role_has_no_replacement(api, admin):
    client = api(admin)
    client.problem(client.post("/api/v1/roles", {"name": "Boss", "replaces": "admin"}), 409, "role-protected")


def test_a_role_that_is_held_is_not_put_away(api, admin, learner, own_role):
    client = api(admin)
    grant_role(user_id=learner.pk, role_code="front-desk", granted_by=None)
    answer = client.post(f"/api/v1/roles/{own_role.pk}/archive", headers=MATCH)
    assert client.problem(answer, 409, "role-held")["holders"] == 1
    revoke_role(user_id=learner.pk, role_code="front-desk", revoked_by=None)
    assert client.post(f"/api/v1/roles/{own_role.pk}/archive", headers=MATCH).status_code == 204
    client.problem(client.get(f"/api/v1/roles/{own_role.pk}"), 404)


def test_nobody_puts_into_a_role_what_they_lack(api, clerk, organization):
    client = api(clerk)
    body = {"name": "Power", "permissions": ["identity:person:read", "identity:organization:manage"]}
    problem = client.problem(client.post("/api/v1/roles", body), 403, "role-beyond-own")
    assert problem["missing"] == ["identity:organization:manage"]
    admin_role = Role.objects.get(code="admin")
    client.problem(client.post("/api/v1/roles", {"name": "Copy", "copy_of": admin_role.pk}), 403)
    fine = client.post("/api/v1/roles", {"name": "Fine", "permissions": ["identity:person:read"]}).json()
    body = {"permissions": ["audit:event:read"]}
    client.problem(
        client.put(f"/api/v1/roles/{fine['id']}/permissions", body, headers=MATCH), 403, "role-beyond-own"
    )


def test_nobody_weakens_a_role_that_holds_more(api, clerk, organization):
    strong = create_role(
        name="Strong",
        permissions=[Permission.AUDIT_READ],
        organization_id=organization.pk,
        created_by=None,
    )
    client = api(clerk)
    for method, path, body in (
        ("PUT", "/permissions", {"permissions": []}),
        ("PATCH", "", {"name": "Weak"}),
        ("POST", "/archive", None),
    ):
        answer = client.send(method, f"/api/v1/roles/{strong.pk}{path}", body, headers=MATCH)
        client.problem(answer, 403, "role-beyond-own")


def test_permissions_come_in_plain_words(api, admin, clerk):
    rows = api(clerk).get("/api/v1/permissions").json()
    assert {row["code"] for row in rows} == {str(permission) for permission in Permission}
    held = {row["code"] for row in rows if row["is_held"]}
    assert "identity:role:grant" in held
    assert "identity:organization:manage" not in held
    assert all(row["label"] and row["about"].endswith(".") for row in rows)


def test_who_can_do_this(api, admin, learner, own_role):
    client = api(admin)
    grant_role(user_id=learner.pk, role_code="front-desk", granted_by=admin.pk)
    rows = client.get("/api/v1/permissions/identity:person:read/holders").json()["results"]
    assert {(row["display_name"], row["role"]) for row in rows} == {
        ("Adam Example", "admin"),
        ("Lena Example", "front-desk"),
    }
    client.problem(client.get("/api/v1/permissions/identity:person:fly/holders"), 404)
    holders = client.get(f"/api/v1/roles/{own_role.pk}/holders").json()["results"]
    assert [(row["user_id"], row["granted_by"]) for row in holders] == [(learner.pk, "Adam Example")]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("ÅNG", ["Åsa Ångström"]),
        ("angstr asa", ["Åsa Ångström"]),
        ("bo@example", ["Bo Berg"]),
        ("berg asa", []),
        ("dr", ["Dru Departed"]),
        ("%", []),
        (" ", ["Dru Departed", "Bo Berg", "Åsa Ångström"]),
    ],
)
def test_holders_are_found_by_how_their_names_begin(api, admin, own_role, make_person, search, found):
    people = [
        make_person(name, first_name=first, last_name=last, roles=("front-desk",))
        for name, first, last in (
            ("asa", "Åsa", "Ångström"),
            ("bo", "Bo", "Berg"),
            ("dru", "Dru", "Departed"),
        )
    ]
    index_people([person.pk for person in people])
    rows = api(admin).get(f"/api/v1/roles/{own_role.pk}/holders", {"search": search}).json()["results"]
    assert [row["display_name"] for row in rows] == found


def test_the_search_for_holders_knows_nobody_by_words_of_another_organization(
    api, admin, own_role, make_person, other_organization
):
    person = make_person("ada", roles=("front-desk",))
    PersonSearchWord.unscoped.create(organization=other_organization, word="countess", user=person)
    address = f"/api/v1/roles/{own_role.pk}/holders"
    assert api(admin).get(address, {"search": "countess"}).json()["results"] == []


def test_the_holders_cost_the_same_however_many(
    api, admin, own_role, make_person, django_assert_max_num_queries
):
    client = api(admin)
    for number in range(10):
        make_person(f"h{number}", roles=("front-desk",))
    with django_assert_max_num_queries(5):
        assert len(client.get(f"/api/v1/roles/{own_role.pk}/holders").json()["results"]) == 10
    with django_assert_max_num_queries(5):
        assert len(client.get("/api/v1/permissions/identity:person:read/holders").json()["results"]) == 11
    with django_assert_max_num_queries(5):
        assert len(client.get("/api/v1/role-assignments?state=current").json()["results"]) == 11


def test_a_course_role_counts_in_its_course_only_when_granting_there(learner, organization):
    actor = Actor(
        user_id=1,
        organization_id=organization.pk,
        course_permissions={7: frozenset(str(permission) for permission in Permission)},
    )
    with pytest.raises(RoleBeyondOwn):
        grant_role(user_id=learner.pk, role_code="assistant", granted_by=actor)


def test_who_is_signed_in_costs_two_queries_however_many_roles(
    api, learner, organization, django_assert_num_queries
):
    for number in range(5):
        create_role(
            name=f"Extra {number}",
            permissions=[Permission.PERSON_READ],
            organization_id=organization.pk,
            created_by=None,
        )
        grant_role(user_id=learner.pk, role_code=f"extra-{number}", granted_by=None)
    client = api(learner)
    client.get("/api/v1/me")
    with django_assert_num_queries(2):
        client.get("/api/v1/me")


def test_a_permission_check_costs_nothing(api, admin, django_assert_num_queries):
    from edusync.identity.actor import actor_of_request
    from edusync.identity.policy import PersonPolicy

    request = api(admin).get("/api/v1/me").wsgi_request
    actor = actor_of_request(request)
    member = admin.memberships.get()
    with django_assert_num_queries(0):
        assert PersonPolicy().allows(actor, Permission.PERSON_MANAGE, member)
        assert actor.has(Permission.ROLE_GRANT)
        assert actor.has_in_unit(Permission.PERSON_READ, 5)
