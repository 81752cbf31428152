"""Roles given and taken: from when to when, where, with history; somebody stays admin."""

import datetime as dt

import pytest

from edusync.audit.models import AuditEvent
from edusync.identity.models import RoleAssignment
from edusync.identity.problems import LastAdmin
from edusync.identity.services import grant_role, revoke_role
from edusync.identity.services.people import set_member_status
from edusync.identity.services.role_editor import create_role
from edusync.kernel import clock
from edusync.kernel.policy import Permission

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


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


def test_a_role_for_a_week_ends_and_stays_as_history(api, admin, learner, own_role, monkeypatch):
    client = api(admin)
    now = clock.now()
    body = {"user_id": learner.pk, "role": "front-desk", "ends_at": (now + 7 * DAY).isoformat()}
    given = client.post("/api/v1/role-assignments", body)
    assert given.status_code == 201, given.content
    assert (given.json()["state"], given.json()["granted_by"]) == ("current", "Adam Example")
    assert can(api, learner, "identity:person:read")
    RoleAssignment.objects.filter(pk=given.json()["id"]).update(ends_at=now - DAY, starts_at=now - 8 * DAY)
    assert not can(api, learner, "identity:person:read")
    url = f"/api/v1/role-assignments?user_id={learner.pk}&state="
    assert [row["id"] for row in client.get(url + "ended").json()["results"]] == [given.json()["id"]]
    again = client.post("/api/v1/role-assignments", {"user_id": learner.pk, "role": "front-desk"})
    assert again.json()["id"] != given.json()["id"]
    assert len(client.get(url).json()["results"]) == 3
    assert [row["role"] for row in client.get(url + "current").json()["results"]] == ["front-desk", "learner"]


def test_a_role_that_begins_later(api, admin, learner, own_role):
    client = api(admin)
    starts_at = (clock.now() + DAY).isoformat()
    given = client.post(
        "/api/v1/role-assignments", {"user_id": learner.pk, "role": "front-desk", "starts_at": starts_at}
    ).json()
    assert given["state"] == "coming"
    assert not can(api, learner, "identity:person:read")
    coming = client.get(f"/api/v1/role-assignments?user_id={learner.pk}&state=coming").json()["results"]
    assert [row["id"] for row in coming] == [given["id"]]


def test_granting_twice_is_once_and_other_dates_replace_the_first(api, admin, learner, own_role):
    client = api(admin)
    body = {"user_id": learner.pk, "role": "front-desk"}
    first = client.post("/api/v1/role-assignments", body).json()
    ends_at = (clock.now() + DAY).isoformat()
    second = client.post("/api/v1/role-assignments", {**body, "ends_at": ends_at}).json()
    assert second["id"] == first["id"]
    assert second["ends_at"] is not None
    assert AuditEvent.objects.filter(action="identity.role.granted").count() == 2


@pytest.mark.parametrize(("starts", "ends"), [(None, -1), (3, 2), (2, 2)])
def test_odd_dates_are_refused(api, admin, learner, own_role, starts, ends):
    client = api(admin)
    now = clock.now()
    body = {
        "user_id": learner.pk,
        "role": "front-desk",
        "starts_at": (now + starts * DAY).isoformat() if starts else None,
        "ends_at": (now + ends * DAY).isoformat(),
    }
    problem = client.problem(client.post("/api/v1/role-assignments", body), 422)
    assert problem["errors"][0]["pointer"] == "/ends_at"


def test_taking_a_role_away_leaves_it_as_history(api, admin, learner, own_role):
    client = api(admin)
    row = grant_role(user_id=learner.pk, role_code="front-desk", granted_by=None)
    assert client.delete(f"/api/v1/role-assignments/{row.pk}").status_code == 204
    client.problem(client.delete(f"/api/v1/role-assignments/{row.pk}"), 404)
    shown = client.get(f"/api/v1/role-assignments/{row.pk}").json()
    assert (shown["state"], shown["closed_by"]) == ("ended", "Adam Example")
    assert not can(api, learner, "identity:person:read")


def test_a_learner_sees_only_what_they_hold_themselves(api, learner, admin):
    client = api(learner)
    client.problem(client.get("/api/v1/roles"), 403)
    client.problem(client.get("/api/v1/role-assignments"), 403)
    other = admin.role_assignments.first()
    client.problem(client.get(f"/api/v1/role-assignments/{other.pk}"), 404)
    own = learner.role_assignments.first()
    assert client.get(f"/api/v1/role-assignments/{own.pk}").status_code == 200
    client.problem(client.delete(f"/api/v1/role-assignments/{own.pk}"), 403)


@pytest.mark.parametrize("scope", [{"scope": "course", "scope_id": 987}, {"scope": "unit"}, {"scope_id": 4}])
def test_scopes_that_are_not_there_are_refused(api, admin, learner, own_role, scope):
    client = api(admin)
    body = {"user_id": learner.pk, "role": "front-desk", **scope}
    client.problem(client.post("/api/v1/role-assignments", body), 422, "unknown-scope")


def test_roles_for_all_organizations_come_from_the_owner_of_the_site_only(
    api, admin, learner, own_role, other_organization
):
    client = api(admin)
    body = {"user_id": learner.pk, "role": "auditor", "scope": "platform"}
    client.problem(client.post("/api/v1/role-assignments", body), 403, "role-beyond-own")
    admin.is_superuser = True
    admin.save()
    assert client.post("/api/v1/role-assignments", body).status_code == 201
    learner.memberships.model.unscoped.create(organization=other_organization, user=learner)
    client = api(learner)
    session = client.session
    session["organization_id"] = other_organization.pk
    session.save()
    me = client.get("/api/v1/me").json()
    assert me["organization"]["id"] == other_organization.pk
    assert me["roles"] == ["auditor"]


def test_the_last_admin_stays_and_is_not_for_a_time_only(admin, make_person, organization):
    soon = clock.now() + DAY
    with pytest.raises(LastAdmin):
        revoke_role(user_id=admin.pk, role_code="admin", revoked_by=None)
    with pytest.raises(LastAdmin):
        grant_role(user_id=admin.pk, role_code="admin", ends_at=soon, granted_by=None)
    with pytest.raises(LastAdmin):
        set_member_status(
            user_id=admin.pk, organization_id=organization.pk, status="suspended", changed_by=None
        )
    guest = make_person("gast")
    grant_role(user_id=guest.pk, role_code="admin", ends_at=soon, granted_by=None)
    with pytest.raises(LastAdmin):
        revoke_role(user_id=admin.pk, role_code="admin", revoked_by=None)
    second = make_person("sara", roles=("admin",))
    set_member_status(user_id=second.pk, organization_id=organization.pk, status="suspended", changed_by=None)
    with pytest.raises(LastAdmin):
        revoke_role(user_id=admin.pk, role_code="admin", revoked_by=None)
    set_member_status(user_id=second.pk, organization_id=organization.pk, status="active", changed_by=None)
    revoke_role(user_id=admin.pk, role_code="admin", revoked_by=None)
