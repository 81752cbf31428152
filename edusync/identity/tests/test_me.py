import pytest

from edusync.identity import services
from edusync.identity.models import Role, RolePermission
from edusync.identity.testing import make_person


def test_visitors_are_nobody(api):
    client = api()
    client.problem(client.get("/api/v1/me"), 401, "not-authenticated")


def test_me_costs_two_queries(api, learner, django_assert_num_queries):
    client = api(learner)
    with django_assert_num_queries(2):
        answer = client.get("/api/v1/me")
    assert answer.status_code == 200


def test_me_costs_two_queries_with_many_roles(api, learner, django_assert_num_queries):
    for code in ("instructor", "author", "mentor", "auditor"):
        services.grant_role(user_id=learner.pk, role_code=code, granted_by=None)
    services.grant_role(
        user_id=learner.pk, role_code="assistant", scope="course", scope_id=7, granted_by=None
    )
    client = api(learner)
    with django_assert_num_queries(2):
        me = client.get("/api/v1/me").json()
    assert me["roles"] == ["assistant", "auditor", "author", "instructor", "learner", "mentor"]
    assert "audit:event:read" in me["permissions"]


def test_me_tells_settings_and_organization(api, learner, organization):
    me = api(learner).get("/api/v1/me").json()
    assert me["settings"] == {
        "theme": "system",
        "language": "en",
        "time_zone": "UTC",
        "is_voice_reader_on": False,
        "is_motion_reduced": False,
        "is_reading_font_on": False,
        "is_data_saver_on": False,
        "is_session_detail_on": True,
        "text_size": "normal",
    }
    assert me["organization"] == {
        "id": organization.pk,
        "uuid": str(organization.uuid),
        "name": organization.name,
        "slug": organization.slug,
        "logo_url": None,
        "icon_url": None,
        "look": 0,
    }
    assert me["organizations"] == [me["organization"]]
    assert me["uuid"] == str(learner.uuid)


def test_a_permission_given_to_a_role_works_with_the_next_request(api, learner):
    client = api(learner)
    assert "audit:event:read" not in client.get("/api/v1/me").json()["permissions"]
    role = Role.objects.get(code="learner")
    RolePermission.objects.create(role=role, permission="audit:event:read")
    role.save()
    assert "audit:event:read" in client.get("/api/v1/me").json()["permissions"]


def test_settings_are_changed_one_by_one(api, learner):
    client = api(learner)
    changed = client.patch("/api/v1/me/settings", {"theme": "dark", "time_zone": "Asia/Kolkata"}).json()[
        "settings"
    ]
    assert (changed["theme"], changed["time_zone"], changed["language"]) == ("dark", "Asia/Kolkata", "en")
    assert client.get("/api/v1/me").json()["settings"] == changed


@pytest.mark.parametrize(
    ("name", "other"),
    [("is_reading_font_on", True), ("is_data_saver_on", True), ("is_session_detail_on", False)],
)
def test_each_switch_of_reading_is_kept(api, learner, name, other):
    client = api(learner)
    before = client.get("/api/v1/me").json()["settings"]
    assert before[name] is not other
    client.patch("/api/v1/me/settings", {name: other})
    assert client.get("/api/v1/me").json()["settings"] == {**before, name: other}


@pytest.mark.parametrize(
    "change",
    [
        {"theme": "blue"},
        {"is_data_saver_on": "sometimes"},
        {"language": "xx"},
        {"time_zone": "Mars/Olympus"},
        {"text_size": 120},
        {"is_voice_reader_on": "perhaps"},
    ],
)
def test_unknown_settings_are_refused(api, learner, change):
    client = api(learner)
    problem = client.problem(client.patch("/api/v1/me/settings", change), 422, "invalid-input")
    assert problem["errors"][0]["pointer"] == "/" + next(iter(change))


@pytest.mark.parametrize("field", ["first_name", "headline", "bio"])
@pytest.mark.parametrize("text", ["nul\x00", "bell\x07", "esc\x1b[31m", "\x9f"])
def test_control_characters_are_refused(api, learner, field, text):
    client = api(learner)
    problem = client.problem(client.patch("/api/v1/me", {field: text}), 422, "invalid-input")
    assert problem["errors"][0]["pointer"] == f"/{field}"


def test_a_biography_keeps_its_lines(api, learner):
    me = api(learner).patch("/api/v1/me", {"bio": "One\r\nTwo\n\n\tThree"}).json()
    assert me["bio"] == "One\nTwo\n\n\tThree"


def test_suspension_ends_access_with_the_next_request(api, learner, organization):
    client = api(learner)
    assert client.get("/api/v1/me").status_code == 200
    services.set_member_status(
        user_id=learner.pk, organization_id=organization.pk, status="suspended", changed_by=None
    )
    client.problem(client.get("/api/v1/me"), 401, "not-authenticated")
    services.set_member_status(
        user_id=learner.pk, organization_id=organization.pk, status="active", changed_by=None
    )
    # They were signed out everywhere, so they sign in anew.
    learner.refresh_from_db()
    assert api(learner).get("/api/v1/me").status_code == 200


@pytest.mark.parametrize("change", [{"is_active": False}, {"deleted_at": "2026-01-01T00:00:00Z"}])
def test_inactive_and_deleted_people_are_signed_out(api, learner, change):
    client = api(learner)
    type(learner).objects.filter(pk=learner.pk).update(**change)
    client.problem(client.get("/api/v1/me"), 401, "not-authenticated")


def test_a_suspended_organization_has_nobody_signed_in(api, learner, organization):
    client = api(learner)
    organization.status = "suspended"
    organization.save()
    client.problem(client.get("/api/v1/me"), 401, "not-authenticated")


def test_writes_need_the_csrf_token(api, learner):
    client = api(learner, enforce_csrf_checks=True)
    client.problem(client.patch("/api/v1/me", {"first_name": "X"}), 403, "csrf-failed")
    client.get("/api/v1/site")
    token = client.cookies["csrftoken"].value
    answer = client.patch("/api/v1/me", {"first_name": "X"}, HTTP_X_CSRFTOKEN=token)
    assert answer.json()["first_name"] == "X"


def test_a_person_of_another_organization_works_there(api, other_organization):
    person = make_person("otto", organization=other_organization)
    assert api(person).get("/api/v1/me").json()["organization"]["id"] == other_organization.pk
