"""Making programs known, and taking back what one allowed them."""

import pytest

from edusync.identity.models import Application, ApplicationGrant
from edusync.identity.oauth.testing import RETURN, Program
from edusync.identity.services import application_grants
from edusync.kernel.tenancy import organization_context

NEW = {
    "name": "Timetable",
    "redirect_uris": [RETURN],
    "grant_types": ["authorization_code", "refresh_token"],
    "scopes": ["openid", "learning:read"],
}


@pytest.fixture
def program(organization, admin):
    return Program(organization_id=organization.pk, owner=admin)


@pytest.mark.parametrize(
    ("who", "listed", "read", "changed", "rotated"),
    [
        ("learner", 403, 404, 404, 404),
        ("instructor", 403, 404, 404, 404),
        ("admin", 200, 200, 200, 200),
        ("outsider", 200, 404, 404, 404),
    ],
)
def test_who_may_do_what(api, request, program, who, listed, read, changed, rotated):
    client = api(request.getfixturevalue(who))
    row = f"/api/v1/applications/{program.application.pk}"
    assert client.get("/api/v1/applications").status_code == listed
    assert client.get(row).status_code in {read, 403}
    assert client.patch(row, {"name": "New"}).status_code in {changed, 403}
    assert client.post(row + "/secret").status_code in {rotated, 403}
    if who == "outsider":
        assert client.get("/api/v1/applications").json()["results"] == []
        assert client.get(row).status_code == 404
    if who != "admin":
        assert Application.unscoped.get().client.name == "Timetable"


def test_the_secret_is_shown_once(api, admin):
    client = api(admin)
    made = client.post("/api/v1/applications", NEW)
    assert made.status_code == 201, made.content
    secret = made.json()["client_secret"]
    assert len(secret) >= 40
    shown = client.get(f"/api/v1/applications/{made.json()['id']}")
    assert secret not in shown.content.decode()
    stored = Application.unscoped.get().client.secret
    assert secret not in stored
    assert stored.startswith(("md5$", "bcrypt", "argon2"))


def test_a_new_secret_voids_the_old_one(api, admin, program, learner):
    tokens = program.tokens_of(learner)
    old = program.secret
    program.secret = (
        api(admin).post(f"/api/v1/applications/{program.application.pk}/secret").json()["client_secret"]
    )
    assert program.secret != old
    assert program.refresh(tokens["refresh_token"]).status_code == 200
    program.secret = old
    assert program.refresh(tokens["refresh_token"]).status_code == 401


def test_a_program_that_keeps_no_secret_gets_none(api, admin):
    made = api(admin).post("/api/v1/applications", {**NEW, "is_confidential": False})
    assert made.json()["client_secret"] == ""
    answer = api(admin).post(f"/api/v1/applications/{made.json()['id']}/secret")
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"redirect_uris": ["http://program.example/return"]}, "/redirect_uris"),
        ({"redirect_uris": ["https://*.program.example/return"]}, "/redirect_uris"),
        ({"redirect_uris": ["https://program.example/return#part"]}, "/redirect_uris"),
        ({"redirect_uris": [RETURN, "javascript:alert(1)"]}, "/redirect_uris"),
        ({"redirect_uris": ["https://a:b@program.example/"]}, "/redirect_uris"),
        ({"redirect_uris": []}, "/redirect_uris"),
        ({"grant_types": ["refresh_token"]}, "/grant_types"),
        ({"grant_types": ["client_credentials"], "is_confidential": False}, "/grant_types"),
        ({"grant_types": ["urn:ietf:params:oauth:grant-type:device_code"]}, "/grant_types"),
        ({"grant_types": ["password"]}, "/grant_types/0"),
        ({"scopes": ["everything"]}, "/scopes/0"),
    ],
)
def test_what_would_be_unsafe_is_refused_at_its_field(api, admin, changes, pointer):
    problem = api(admin).post("/api/v1/applications", {**NEW, **changes})
    assert problem.status_code == 422, problem.content
    assert pointer in {error["pointer"] for error in problem.json()["errors"]}


@pytest.mark.parametrize(
    "address", ["com.example.app:/return", "http://127.0.0.1/return", "http://localhost:3000/x"]
)
def test_apps_and_programs_on_the_own_machine_may_return(api, admin, address):
    assert api(admin).post("/api/v1/applications", {**NEW, "redirect_uris": [address]}).status_code == 201


def test_disabling_ends_every_token(api, admin, program, learner):
    tokens = program.tokens_of(learner)
    row = f"/api/v1/applications/{program.application.pk}"
    assert api(admin).get(row).json()["people"] == 1
    assert api(admin).patch(row, {"is_enabled": False}).json()["people"] == 0
    assert program.call(tokens["access_token"]).status_code == 401
    api(admin).patch(row, {"is_enabled": True})
    assert program.call(tokens["access_token"]).status_code == 401
    assert program.call(program.tokens_of(learner)["access_token"]).status_code == 200


def test_fewer_scopes_hold_at_once_for_tokens_that_are_out(api, admin, program, learner):
    token = program.tokens_of(learner)["access_token"]
    api(admin).patch(f"/api/v1/applications/{program.application.pk}", {"scopes": ["openid"]})
    assert program.call(token).status_code == 403


def test_the_list_costs_the_same_however_long_it_is(api, admin, organization, django_assert_max_num_queries):
    for number in range(6):
        Program(organization_id=organization.pk, owner=admin, name=f"Program {number}")
    client = api(admin)
    client.get("/api/v1/applications")
    with django_assert_max_num_queries(5):
        assert len(client.get("/api/v1/applications").json()["results"]) == 6


def test_people_see_and_take_back_what_they_allowed(api, program, learner, stranger):
    tokens = program.tokens_of(learner)
    client = api(learner)
    (grant,) = client.get("/api/v1/me/applications").json()["results"]
    assert grant["name"] == "Timetable"
    assert "learning:read" in grant["scopes"]
    assert api(stranger).get("/api/v1/me/applications").json()["results"] == []
    assert api(stranger).delete(f"/api/v1/me/applications/{grant['id']}").status_code == 404
    assert client.delete(f"/api/v1/me/applications/{grant['id']}").status_code == 204
    assert client.get("/api/v1/me/applications").json()["results"] == []
    assert program.call(tokens["access_token"]).status_code == 401
    assert program.refresh(tokens["refresh_token"]).status_code == 400


def test_the_list_of_what_one_allowed_costs_the_same_however_long_it_is(
    api, program, learner, django_assert_max_num_queries
):
    for _ in range(4):
        program.tokens_of(learner)
    client = api(learner)
    client.get("/api/v1/me/applications")
    with django_assert_max_num_queries(4):
        assert len(client.get("/api/v1/me/applications").json()["results"]) == 4


def test_every_act_is_audited(api, admin, program, learner):
    from edusync.audit.models import AuditEvent

    program.tokens_of(learner)
    api(admin).patch(f"/api/v1/applications/{program.application.pk}", {"is_enabled": False})
    actions = set(AuditEvent.objects.filter(target_type="application").values_list("action", flat=True))
    assert {
        "identity.application.created",
        "identity.application.allowed",
        "identity.application.updated",
        "identity.application.disabled",
        "identity.application.grant_ended",
    } <= actions


def test_tokens_that_are_over_are_dropped(program, learner, organization):
    program.tokens_of(learner)
    grant = ApplicationGrant.unscoped.get()
    grant.tokens.update(expires_at="2020-01-01T00:00:00Z")
    with organization_context(organization.pk):
        application_grants.purge_tokens()
    assert not grant.tokens.exists()
    assert ApplicationGrant.unscoped.exists()
