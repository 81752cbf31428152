import pytest

from edusync.audit.models import AuditEvent
from edusync.identity.models import (
    CustomField,
    Group,
    GroupMember,
    OrganizationUnit,
    StudentProfile,
    UserProfile,
)
from edusync.identity.testing import link_in_mail

FACTS = {
    "pronouns": "she/her",
    "phone": "+94 11 234",
    "address": "1 Sea Road\u200d, யாழ்ப்பாணம்",
    "birth_date": "2001-02-03",
    "emergency_contact_name": "Rani",
    "emergency_contact_phone": "119",
}


def page(client, person, part=""):
    return client.get(f"/api/v1/people/{person.pk}{part}")


def test_the_page_shows_numbers_places_and_profiles(
    api, admin, learner, organization, django_assert_max_num_queries
):
    unit = OrganizationUnit.objects.create(name="Science")
    group = Group.objects.create(name="Chess")
    GroupMember.objects.create(group=group, user=learner)
    client = api(admin)
    path = f"/api/v1/people/{learner.pk}"
    body = {"first_name": "Nila", "last_name": "", "local_id": "L-7", "unit_id": unit.pk}
    assert client.patch(path, body).status_code == 200
    student = {"student_number": "S1", "grade_level": "10", "program": "Science", "admitted_on": "2025-09-01"}
    assert client.put(f"{path}/student-profile", student).status_code == 200
    client.put(f"{path}/instructor-profile", {"headline": "Physics", "is_verified": True})
    job = client.post("/api/v1/job-roles", {"name": "Lab assistant"}).json()
    client.put(f"{path}/job-roles", {"job_roles": [job["id"]]})
    with django_assert_max_num_queries(14):
        shown = client.get(path).json()
    assert shown["display_name"] == "Nila"
    assert (shown["local_id"], shown["unit"]) == ("L-7", {"id": unit.pk, "name": "Science"})
    assert shown["student_profile"] == student
    assert shown["instructor_profile"]["is_verified"] is True
    assert [row["name"] for row in shown["groups"]] == ["Chess"]
    assert [row["name"] for row in shown["job_roles"]] == ["Lab assistant"]
    assert client.get("/api/v1/job-roles").json()["results"][0]["people"] == 1
    assert client.delete(f"{path}/student-profile").status_code == 204
    client.problem(client.delete(f"{path}/student-profile"), 404)
    assert client.get(path).json()["student_profile"] is None


def test_numbers_name_one_person_each(api, admin, learner, stranger):
    client = api(admin)
    client.put(f"/api/v1/people/{learner.pk}/student-profile", {"student_number": "S1"})
    other = f"/api/v1/people/{stranger.pk}/student-profile"
    client.problem(client.put(other, {"student_number": "S1"}), 409, "number-taken")
    assert client.put(other, {"student_number": ""}).json()["student_profile"]["student_number"] is None
    assert StudentProfile.objects.filter(student_number__isnull=True).count() == 1


def test_reading_facts_kept_apart_is_recorded_and_their_text_is_not(api, admin, learner):
    client = api(admin)
    path = f"/api/v1/people/{learner.pk}/personal-facts"
    assert client.patch(path, FACTS).json() == FACTS
    response = client.get(path)
    assert response.json() == FACTS
    assert "no-store" in response["Cache-Control"]
    events = AuditEvent.objects.filter(action__startswith="identity.personal_facts.").order_by("id")
    assert [event.action for event in events] == [
        "identity.personal_facts.changed",
        "identity.personal_facts.read",
    ]
    assert all(event.target_id == str(learner.pk) and event.actor_id == admin.pk for event in events)
    assert not any("Rani" in str(event.facts) for event in events)
    assert sorted(events[1].facts["columns"]) == sorted(FACTS)


def test_facts_kept_apart_show_nowhere_else(api, admin, learner):
    UserProfile.objects.filter(user=learner).update(phone="+94 11 234", address="1 Sea Road")
    client = api(admin)
    for response in (client.get("/api/v1/people"), page(client, learner)):
        assert "Sea Road" not in response.content.decode()
        assert "+94" not in response.content.decode()


def test_one_keeps_ones_own_facts(api, learner):
    client = api(learner)
    assert client.patch("/api/v1/me/personal-facts", FACTS).json() == FACTS
    assert client.get("/api/v1/me/personal-facts").json() == FACTS
    assert client.patch("/api/v1/me/personal-facts", {"phone": "", "birth_date": None}).json()["phone"] == ""
    assert not AuditEvent.objects.filter(action="identity.personal_facts.read").exists()


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"birth_date": "1850-01-01"}, "/birth_date"),
        ({"birth_date": "2999-01-01"}, "/birth_date"),
        ({"birth_date": "yesterday"}, "/birth_date"),
        ({"phone": "1" * 41}, "/phone"),
        ({"address": "a\u0000b"}, "/address"),
    ],
)
def test_odd_facts_are_refused(api, learner, change, pointer):
    client = api(learner)
    problem = client.problem(client.patch("/api/v1/me/personal-facts", change), 422, "invalid-input")
    assert problem["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    ("who", "own", "read", "change", "manage"),
    [
        ("visitor", 401, 401, 401, 401),
        ("learner", 200, 200, 200, 404),
        ("stranger", 404, 404, 404, 404),
        ("instructor", 404, 404, 404, 404),
        ("support", 200, 403, 403, 403),
        ("auditor", 200, 403, 403, 403),
        ("manager", 200, 200, 200, 200),
        ("admin", 200, 200, 200, 200),
        ("outsider", 404, 404, 404, 404),
    ],
)
def test_who_may_do_what_with_a_person(request, api, make_person, learner, who, own, read, change, manage):
    """The target is `learner`, who may read themselves but has own routes for the facts."""
    fixtures = {"learner", "stranger", "instructor", "admin", "outsider"}
    person = request.getfixturevalue(who) if who in fixtures else None
    if person is None and who != "visitor":
        person = make_person(who, roles=(who,))
    client = api(person) if person else api()
    assert page(client, learner).status_code == own
    if who == "learner":
        # Of oneself only by the routes below /me.
        read, change, manage = 403, 403, 403
    facts = f"/api/v1/people/{learner.pk}/personal-facts"
    assert client.get(facts).status_code == read
    assert client.patch(facts, {"phone": "1"}).status_code == change
    path = f"/api/v1/people/{learner.pk}"
    assert client.patch(path, {"local_id": "9"}).status_code == manage
    for part in ("student-profile", "instructor-profile"):
        assert client.put(f"{path}/{part}", {}).status_code == manage
    assert client.put(f"{path}/custom-fields", {"values": {}}).status_code == manage
    assert client.put(f"{path}/job-roles", {"job_roles": []}).status_code == manage
    assert client.post(f"{path}/password-mail").status_code == (204 if manage == 200 else manage)


def test_a_manager_sends_the_mail_for_a_new_password(api, admin, learner, mailoutbox):
    client = api(admin)
    assert client.post(f"/api/v1/people/{learner.pk}/password-mail").status_code == 204
    assert mailoutbox[-1].to == [learner.email]
    assert link_in_mail("/reset-password/")
    learner.refresh_from_db()
    assert learner.has_usable_password()
    learner.email = None
    learner.save()
    client.problem(client.post(f"/api/v1/people/{learner.pk}/password-mail"), 409, "no-address")


def test_suspending_ends_the_sessions(api, admin, learner):
    inside = api(learner)
    assert inside.get("/api/v1/me").status_code == 200
    version = learner.token_version
    api(admin).patch(f"/api/v1/people/{learner.pk}", {"status": "suspended"})
    inside.problem(inside.get("/api/v1/me"), 401)
    learner.refresh_from_db()
    assert learner.token_version == version + 1


def test_an_empty_change_and_a_foreign_unit_are_refused(api, admin, learner, other_organization):
    unit = OrganizationUnit.unscoped.create(organization=other_organization, name="Theirs")
    client = api(admin)
    path = f"/api/v1/people/{learner.pk}"
    client.problem(client.patch(path, {}), 422)
    client.problem(client.patch(path, {"unit_id": unit.pk, "first_name": "X"}), 404)
    assert client.get(path).json()["first_name"] == "Lena"


def test_own_fields_take_what_their_kind_allows(api, admin, learner):
    client = api(admin)

    def add(kind, **more):
        body = {"label": f"A {kind} field", "kind": kind, **more}
        response = client.post("/api/v1/custom-fields", body)
        assert response.status_code == 201, response.content
        return response.json()["key"]

    keys = {kind: add(kind) for kind in ("text", "number", "date", "yes-no")}
    keys["choice"] = add("choice", choices=["Red", "Blue", "Red"])
    path = f"/api/v1/people/{learner.pk}"
    good = {"text": " தமிழ் ", "number": "0012.50", "date": "2024-02-29", "yes-no": "yes", "choice": "Blue"}
    values = {keys[kind]: value for kind, value in good.items()}
    shown = client.put(f"{path}/custom-fields", {"values": values}).json()["custom_fields"]
    assert [row["value"] for row in shown] == ["தமிழ்", "12.5", "2024-02-29", "yes", "Blue"]
    bad = {"number": "1e99", "date": "2023-02-29", "yes-no": "perhaps", "choice": "Green", "text": "x" * 501}
    response = client.put(
        f"{path}/custom-fields", {"values": {keys[kind]: value for kind, value in bad.items()}}
    )
    problem = client.problem(response, 422, "invalid-input")
    assert {error["pointer"] for error in problem["errors"]} == {f"/values/{keys[kind]}" for kind in bad}
    shown = client.put(f"{path}/custom-fields", {"values": {keys["text"]: ""}}).json()["custom_fields"]
    assert shown[0]["value"] == ""
    client.problem(client.put(f"{path}/custom-fields", {"values": {"nothing": "1"}}), 422)
    assert client.get(f"/api/v1/people?field.{shown[4]['id']}=Blue").json()["results"][0]["id"] == learner.pk
    assert client.get(f"/api/v1/people?field.{shown[4]['id']}=Red").json()["results"] == []


def test_a_required_field_cannot_be_emptied(api, admin, learner):
    client = api(admin)
    client.post("/api/v1/custom-fields", {"label": "House", "kind": "text", "is_required": True})
    path = f"/api/v1/people/{learner.pk}/custom-fields"
    problem = client.problem(client.put(path, {"values": {"house": " "}}), 422)
    assert problem["errors"][0]["code"] == "required"


def test_a_person_sees_and_sets_only_fields_meant_for_them(api, admin, learner):
    client, mine = api(admin), api(learner)
    for visibility in ("staff", "person", "everyone"):
        body = {"label": visibility, "kind": "text", "visibility": visibility}
        client.post("/api/v1/custom-fields", body)
    assert [row["key"] for row in mine.get("/api/v1/me/custom-fields").json()] == ["person", "everyone"]
    assert [row["key"] for row in page(mine, learner).json()["custom_fields"]] == ["person", "everyone"]
    assert [row["key"] for row in page(client, learner).json()["custom_fields"]] == [
        "staff",
        "person",
        "everyone",
    ]
    set_own = mine.put("/api/v1/me/custom-fields", {"values": {"person": "tall"}}).json()
    assert set_own[0]["value"] == "tall"
    mine.problem(mine.put("/api/v1/me/custom-fields", {"values": {"staff": "boss"}}), 422)


def test_fields_are_changed_ordered_and_archived(api, admin, learner):
    client = api(admin)
    ids = [
        client.post(
            "/api/v1/custom-fields", {"label": label, "kind": "choice", "choices": ["a", "b"]}
        ).json()["id"]
        for label in ("One", "Two")
    ]
    client.put(f"/api/v1/people/{learner.pk}/custom-fields", {"values": {"one": "a"}})
    path = f"/api/v1/custom-fields/{ids[0]}"
    changed = client.patch(path, {"label": "First", "choices": ["a", "c"]}).json()
    assert (changed["label"], changed["choices"], changed["key"]) == ("First", ["a", "c"], "one")
    problem = client.problem(client.patch(path, {"choices": ["c"]}), 422)
    assert problem["errors"][0]["code"] == "in-use"
    client.problem(client.patch(path, {"choices": []}), 422)
    assert client.put("/api/v1/custom-fields/order", {"ids": ids[::-1]}).status_code == 204
    assert [row["id"] for row in client.get("/api/v1/custom-fields").json()["results"]] == ids[::-1]
    client.problem(client.put("/api/v1/custom-fields/order", {"ids": ids[:1]}), 404)
    assert client.delete(path).status_code == 204
    assert [row["id"] for row in client.get("/api/v1/custom-fields").json()["results"]] == ids[1:]
    # Its key is free again.
    assert client.post("/api/v1/custom-fields", {"label": "One", "kind": "text"}).status_code == 201
    again = client.post("/api/v1/custom-fields", {"label": "One", "kind": "text"})
    client.problem(again, 409, "name-taken")
    assert CustomField.objects.get(pk=ids[0]).deleted_at is not None


def test_a_label_of_any_script_gives_a_key(api, admin):
    key = api(admin).post("/api/v1/custom-fields", {"label": "வீடு", "kind": "text"}).json()["key"]
    assert key == "field-1"


def test_job_roles_are_named_once_and_archived(api, admin, learner):
    client = api(admin)
    one = client.post("/api/v1/job-roles", {"name": "Nurse", "code": "N"}).json()
    client.problem(client.post("/api/v1/job-roles", {"name": "Nurse"}), 409, "name-taken")
    path = f"/api/v1/job-roles/{one['id']}"
    assert client.put(path, {"name": "Head nurse"}).json()["name"] == "Head nurse"
    client.problem(client.put(f"/api/v1/people/{learner.pk}/job-roles", {"job_roles": [999]}), 404)
    assert client.delete(path).status_code == 204
    assert client.get("/api/v1/job-roles").json()["results"] == []


@pytest.mark.parametrize(
    ("who", "reading", "adding", "changing"),
    [
        ("visitor", 401, 401, 401),
        ("learner", 403, 403, 404),
        ("support", 200, 403, 403),
        ("manager", 200, 201, 200),
        ("outsider", 200, 201, 404),
    ],
)
def test_who_may_do_what_with_own_fields(
    request, api, admin, make_person, organization, who, reading, adding, changing
):
    field = CustomField.objects.create(key="house", label="House")
    job = api(admin).post("/api/v1/job-roles", {"name": "Nurse"}).json()
    fixtures = {"learner", "outsider"}
    person = request.getfixturevalue(who) if who in fixtures else None
    if person is None and who != "visitor":
        person = make_person(who, roles=(who,))
    client = api(person) if person else api()
    for place in ("custom-fields", "job-roles"):
        assert client.get(f"/api/v1/{place}").status_code == reading
        body = {"label": "New", "kind": "text", "name": "New"}
        assert client.post(f"/api/v1/{place}", body).status_code == adding
    assert client.patch(f"/api/v1/custom-fields/{field.pk}", {"label": "L"}).status_code == changing
    assert client.put(f"/api/v1/job-roles/{job['id']}", {"name": "L"}).status_code == changing
    gone = 204 if changing == 200 else changing
    assert client.delete(f"/api/v1/custom-fields/{field.pk}").status_code == gone
    assert client.delete(f"/api/v1/job-roles/{job['id']}").status_code == gone
