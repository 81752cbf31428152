from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator

from edusync.audit.models import AuditEvent
from edusync.identity.models import (
    Group,
    GroupMember,
    OrganizationMembership,
    OrganizationUnit,
    PersonSearchWord,
    SavedView,
    User,
)
from edusync.identity.search_words import query_words, words_of
from edusync.identity.services import index_people, update_profile
from edusync.identity.services.directory import index_stale_people
from edusync.identity.testing import make_person as make
from edusync.kernel import clock
from edusync.kernel.testing import run_jobs, run_worker


@pytest.fixture
def found(api, admin):
    client = api(admin)

    def names(query):
        response = client.get(f"/api/v1/people?{query}")
        assert response.status_code == 200, response.content
        return [row["display_name"] for row in response.json()["results"]]

    return names


def seen(person, **ago):
    User.objects.filter(pk=person.pk).update(last_login=clock.now() - timedelta(**ago))


@pytest.mark.parametrize(
    ("search", "is_found"),
    [
        ("ang", True),
        ("Ångström", True),
        ("ANGSTROM", True),
        ("strom", False),
        ("obrien", False),
        ("o'brien", True),
        ("brien", True),
        ("jo ang", True),
        ("ang missing", False),
        ("s-0042", True),
        ("0042", True),
        ("jo.a@example.org", True),
        ("example.org", True),
        ("100%", False),
        ("_", False),
        ("'; DROP TABLE", False),
    ],
)
def test_people_are_found_by_starts_of_words(found, organization, search, is_found):
    person = make(
        "jo", first_name="Jo-Ann", last_name="O'Brien Ångström", email="jo.a@example.org", username="joa"
    )
    person.student_profiles.create(organization=organization, student_number="S-0042")
    assert found(f"search={search}") == (["Jo-Ann O'Brien Ångström"] if is_found else [])


def test_words_keep_the_signs_of_other_scripts():
    assert words_of(("தமிழ் செல்வி",), ()) == {"தமிழ்", "செல்வி"}
    assert words_of(("Li",), ("li.w@example.org",)) == {"li", "w", "li.w@example.org", "example.org"}
    assert query_words("  A  a  Ä ") == ["a"]
    assert query_words("Ølgaard Łukasz İpek") == ["olgaard", "lukasz", "ipek"]


def test_a_new_name_is_found_whichever_way_it_was_written(found, learner):
    run_jobs()  # the first run only learns of the jobs
    update_profile(user_id=learner.pk, changes={"first_name": "Zoe"})
    assert found("search=zoe") == ["Zoe Example"]
    User.objects.filter(pk=learner.pk).update(first_name="Yara")
    assert OrganizationMembership.objects.get(user=learner).indexed_at is None
    run_jobs()
    assert found("search=yara") == ["Yara Example"]
    assert found("search=zoe") == []
    learner.first_name = "Xenia"
    learner.save()
    assert found("search=xenia") == ["Xenia Example"]


def test_rows_written_in_bulk_are_found_after_the_job(found, organization):
    User.objects.bulk_create([User(username="bulk", first_name="Bulky", password="!")])
    user = User.objects.get(username="bulk")
    OrganizationMembership.objects.bulk_create([OrganizationMembership(organization=organization, user=user)])
    assert index_stale_people() == 1
    assert index_stale_people() == 0
    assert found("search=bulk") == ["Bulky"]
    assert index_people([user.pk, user.pk]) == 1
    assert PersonSearchWord.objects.filter(user=user).count() == 2


def test_an_account_that_ends_leaves_its_organizations(found, learner):
    User.objects.filter(pk=learner.pk).update(deleted_at=clock.now())
    assert OrganizationMembership.objects.get(user=learner).status == "left"
    assert "Lena Example" not in found("")
    assert found("status=left") == []


def test_the_list_is_sorted_by_name_and_by_the_last_sign_in(found, admin, organization):
    ada = make("ada", first_name="Ada", last_name="Zuse")
    bob = make("bob", first_name="Bob", last_name="abel")
    seen(ada, days=2)
    seen(bob, days=1)
    only = "search=example.com"
    assert found(f"{only}&order=name") == ["Bob abel", "Adam Example", "Ada Zuse"]
    assert found(f"{only}&order=-name") == ["Ada Zuse", "Adam Example", "Bob abel"]
    assert found(f"{only}&order=-last-seen")[-2:] in (["Ada Zuse", "Bob abel"], ["Bob abel", "Adam Example"])
    assert found("search=ada zuse&order=last-seen") == ["Ada Zuse"]


@pytest.mark.parametrize("order", ["newest", "name", "-name", "last-seen", "-last-seen"])
def test_every_order_shows_everybody_once_at_the_same_cost(api, admin, order, django_assert_max_num_queries):
    for number in range(11):
        person = make(f"p{number}", first_name="Same" if number % 2 else "Other", last_name="Name")
        if number % 3:
            seen(person, days=number)
    client, cursor, ids = api(admin), "", []
    client.get("/api/v1/people")
    while cursor is not None:
        with django_assert_max_num_queries(4):
            page = client.get(f"/api/v1/people?limit=4&order={order}&cursor={cursor}").json()
        ids += [row["id"] for row in page["results"]]
        cursor = page["next"]
    assert len(ids) == len(set(ids)) == 12


def test_filters_narrow_the_list(found, organization, admin, learner, stranger, instructor):
    below = OrganizationUnit.objects.create(name="Physics", path="")
    top = OrganizationUnit.objects.create(name="Science")
    OrganizationUnit.objects.filter(pk=top.pk).update(path=f"/{top.pk}/")
    OrganizationUnit.objects.filter(pk=below.pk).update(parent=top, path=f"/{top.pk}/{below.pk}/")
    OrganizationMembership.objects.filter(user=learner).update(unit=below)
    group = Group.objects.create(name="Chess")
    GroupMember.objects.create(group=group, user=stranger)
    GroupMember.objects.create(group=group, user=admin, ends_on=clock.now().date() - timedelta(days=1))
    Authenticator.objects.create(user=instructor, type=Authenticator.Type.TOTP, data={})
    Authenticator.objects.create(user=learner, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert found(f"unit={top.pk}") == found(f"unit={below.pk}") == ["Lena Example"]
    assert found("unit=987654") == []
    assert found(f"group={group.pk}") == ["Stan Example"]
    assert found("second_factor=yes") == [instructor.display_name]
    assert instructor.display_name not in found("second_factor=no")
    assert found("role=instructor") == [instructor.display_name]


def test_filters_by_sign_in_and_by_state(found, organization, learner, stranger, instructor, admin):
    seen(learner, days=40)
    seen(instructor, days=3)
    assert "Lena Example" in found("seen=not-month")
    assert "Lena Example" not in found("seen=not-quarter")
    assert instructor.display_name in found("seen=week")
    assert "Stan Example" in found("seen=never")
    User.objects.filter(pk=learner.pk).update(account_locked_until=clock.now() + timedelta(hours=1))
    User.objects.filter(pk=stranger.pk).update(is_active=False)
    OrganizationMembership.objects.filter(user=instructor).update(status="suspended")
    assert found("status=locked") == ["Lena Example"]
    assert found("status=inactive") == ["Stan Example"]
    assert found("status=suspended") == [instructor.display_name]
    assert found("status=active") == [admin.display_name]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("status=gone", "/status"),
        ("unit=x", "/unit"),
        ("group=0", "/group"),
        ("seen=today", "/seen"),
        ("order=age", "/order"),
        ("field.x=1", "/field.x"),
        ("unit=99999999999999999999", "/unit"),
    ],
)
def test_odd_filters_are_refused(api, admin, query, pointer):
    client = api(admin)
    problem = client.problem(client.get(f"/api/v1/people?{query}"), 422, "invalid-input")
    assert problem["errors"][0]["pointer"] == pointer


def test_people_are_counted_apart_from_the_list(api, admin, learner, stranger, django_assert_max_num_queries):
    OrganizationMembership.objects.filter(user=stranger).update(status="suspended")
    client = api(admin)
    client.get("/api/v1/people/counts")
    with django_assert_max_num_queries(3):
        counts = client.get("/api/v1/people/counts").json()
    assert counts == {"total": 3, "active": 2, "suspended": 1, "left": 0}


def test_the_export_is_recorded_and_runs_no_formula(api, admin, organization):
    make("evil", first_name="=HYPERLINK(1)", last_name="+49")
    client = api(admin)
    response = client.get("/api/v1/people.csv?order=name")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    lines = text.splitlines()
    assert lines[0].startswith("id,uuid,first_name")
    assert len(lines) == 3
    assert "'=HYPERLINK(1),'+49" in text
    assert AuditEvent.objects.filter(action="identity.people.exported", actor_id=admin.pk).count() == 1


def test_the_export_reads_by_blocks(api, admin, organization, monkeypatch):
    from edusync.identity.rest import directory_views

    monkeypatch.setattr(directory_views, "EXPORT_BATCH", 2)
    for number in range(4):
        make(f"p{number}")
    response = api(admin).get("/api/v1/people.csv")
    assert len(b"".join(response.streaming_content).splitlines()) == 6


def test_one_refusal_stops_no_other(api, admin, make_person, outsider, learner, stranger):
    manager = make_person("mona", roles=("manager",))
    client = api(manager)
    ids = [learner.pk, admin.pk, manager.pk, outsider.pk, 987654321, learner.pk]
    answer = client.post("/api/v1/people/bulk", {"act": "suspend", "ids": ids}).json()
    assert [(row["id"], row["result"], row["code"]) for row in answer["rows"]] == [
        (learner.pk, "done", None),
        (admin.pk, "refused", "role-beyond-own"),
        (manager.pk, "refused", "own-access"),
        (outsider.pk, "refused", "not-found"),
        (987654321, "refused", "not-found"),
    ]
    assert answer["rows"][3]["name"] is None  # strangers are not named
    assert (answer["done"], answer["unchanged"], answer["refused"]) == (1, 0, 4)
    again = client.post("/api/v1/people/bulk", {"act": "suspend", "ids": [learner.pk]}).json()
    assert again["rows"][0]["result"] == "unchanged"
    api(learner).problem(api(learner).get("/api/v1/me"), 401)
    back = client.post("/api/v1/people/bulk", {"act": "reactivate", "ids": [learner.pk]}).json()
    assert back["done"] == 1
    assert AuditEvent.objects.filter(action="identity.member.status_changed").count() == 2


def test_many_people_get_group_unit_role_and_invitation(
    api, admin, learner, stranger, organization, mailoutbox
):
    unit = OrganizationUnit.objects.create(name="Science", path="")
    group = Group.objects.create(name="Chess")
    client, ids = api(admin), [learner.pk, stranger.pk]

    def act(name, **more):
        return client.post("/api/v1/people/bulk", {"act": name, "ids": ids, **more}).json()

    assert act("add-to-group", group=group.pk)["done"] == 2
    assert act("add-to-group", group=group.pk)["unchanged"] == 2
    assert act("move-to-unit", unit=unit.pk)["done"] == 2
    assert act("move-to-unit", unit=None)["done"] == 2
    assert act("grant-role", role="mentor")["done"] == 2
    assert act("grant-role", role="mentor")["unchanged"] == 2
    assert {row["code"] for row in act("grant-role", role="king")["rows"]} == {"unknown-role"}
    assert {row["code"] for row in act("invite-again")["rows"]} == {"already-member"}
    learner.set_unusable_password()
    learner.last_login = None
    learner.save()
    assert act("invite-again")["done"] == 1
    run_worker()
    assert [mail.to for mail in mailoutbox] == [[learner.email]]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"act": "delete", "ids": [1]}, "/act"),
        ({"act": "suspend", "ids": []}, "/ids"),
        ({"act": "suspend", "ids": ["x"]}, "/ids/0"),
        ({"act": "grant-role", "ids": [1]}, "/role"),
        ({"act": "add-to-group", "ids": [1]}, "/group"),
    ],
)
def test_odd_bulk_acts_are_refused(api, admin, body, pointer):
    client = api(admin)
    problem = client.problem(client.post("/api/v1/people/bulk", body), 422, "invalid-input")
    assert problem["errors"][0]["pointer"] == pointer


def test_a_group_that_is_not_there_refuses_the_whole_act(api, admin, learner):
    client = api(admin)
    for body in ({"act": "add-to-group", "group": 5}, {"act": "move-to-unit", "unit": 5}):
        client.problem(client.post("/api/v1/people/bulk", {**body, "ids": [learner.pk]}), 404)


def test_views_are_saved_for_oneself(api, admin, make_person):
    client = api(admin)
    body = {
        "name": "Long unseen",
        "query": {"seen": "not-month", "x": "y", "order": "name"},
        "columns": ["email"],
    }
    view = client.post("/api/v1/people/views", body).json()
    assert view["query"] == {"seen": "not-month", "order": "name"}
    client.post("/api/v1/people/views", {**body, "columns": ["unit"]})
    assert [row["columns"] for row in client.get("/api/v1/people/views").json()["results"]] == [["unit"]]
    other = api(make_person("mona", roles=("manager",)))
    assert other.get("/api/v1/people/views").json()["results"] == []
    other.problem(other.delete(f"/api/v1/people/views/{view['id']}"), 404)
    assert client.delete(f"/api/v1/people/views/{view['id']}").status_code == 204
    assert not SavedView.objects.exists()
    client.problem(client.post("/api/v1/people/views", {**body, "columns": ["password"]}), 422)


@pytest.mark.parametrize(
    ("who", "listing", "counting", "exporting", "acting", "merging"),
    [
        ("visitor", 401, 401, 401, 401, 401),
        ("learner", 403, 403, 403, 403, 403),
        ("instructor", 403, 403, 403, 403, 403),
        ("support", 200, 200, 403, 403, 403),
        ("auditor", 200, 200, 403, 403, 403),
        ("manager", 200, 200, 200, 200, 403),
        ("admin", 200, 200, 200, 200, 200),
    ],
)
def test_who_may_do_what_with_the_list(
    request, api, make_person, stranger, who, listing, counting, exporting, acting, merging
):
    fixtures = {"learner", "instructor", "admin"}
    person = request.getfixturevalue(who) if who in fixtures else None
    if person is None and who != "visitor":
        person = make_person(who, roles=(who,))
    client = api(person) if person else api()
    assert client.get("/api/v1/people").status_code == listing
    assert client.get("/api/v1/people/counts").status_code == counting
    assert client.get("/api/v1/people.csv").status_code == exporting
    body = {"act": "suspend", "ids": [stranger.pk]}
    assert client.post("/api/v1/people/bulk", body).status_code == acting
    assert client.get("/api/v1/people/duplicates").status_code == merging
