import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from edusync.audit.models import AuditEvent
from edusync.identity.models import Organization, Role, RolePermission, User
from edusync.identity.problems import SetupDone
from edusync.identity.roles import SYSTEM_ROLES
from edusync.identity.services import ensure_default_organization, ensure_system_roles, setup_site
from edusync.identity.testing import PASSWORD
from edusync.kernel.policy import Permission

FIRST = {
    "email": "first@example.com",
    "password": PASSWORD,
    "first_name": "Ada",
    "last_name": "First",
    "organization_name": "Green School",
    "language": "ta",
}


def test_the_first_visitor_becomes_admin_and_is_signed_in(api):
    client = api()
    assert client.get("/api/v1/site").json()["needs_setup"] is True
    answer = client.post("/api/v1/setup", FIRST)
    assert answer.status_code == 201
    me = client.get("/api/v1/me").json()
    assert me == answer.json()
    assert me["roles"] == ["admin", "instructor"]
    assert set(me["permissions"]) == set(Permission)
    assert me["settings"]["language"] == "ta"
    site = client.get("/api/v1/site").json()
    assert (site["needs_setup"], site["organization"], site["sign_up_open"]) == (False, "Green School", True)
    assert AuditEvent.objects.filter(action="identity.site.set_up").count() == 1


def test_set_up_happens_once(api, learner):
    client = api()
    client.problem(client.post("/api/v1/setup", FIRST), 409, "setup-done")
    assert User.objects.count() == 1


def test_set_up_needs_the_csrf_token(api):
    client = api(enforce_csrf_checks=True)
    client.problem(client.post("/api/v1/setup", FIRST), 403, "csrf-failed")
    client.get("/api/v1/site")
    token = client.cookies["csrftoken"].value
    assert client.post("/api/v1/setup", FIRST, HTTP_X_CSRFTOKEN=token).status_code == 201


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"password": "password"}, "/password"),
        ({"email": "nobody"}, "/email"),
        ({"organization_name": "a\x07"}, "/organization_name"),
        ({"first_name": "a\x00"}, "/first_name"),
    ],
)
def test_bad_set_ups_leave_no_trace(api, change, pointer):
    client = api()
    problem = client.problem(client.post("/api/v1/setup", {**FIRST, **change}), 422, "invalid-input")
    assert problem["errors"][0]["pointer"] == pointer
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_several_first_visitors_one_becomes_admin():
    ensure_default_organization()
    ensure_system_roles()
    outcomes = []
    start = threading.Barrier(4)

    def visit(number):
        try:
            start.wait(timeout=30)
            setup_site(email=f"v{number}@example.com", password=PASSWORD)
            outcomes.append("admin")
        except SetupDone:
            outcomes.append("late")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert sorted(outcomes) == ["admin", "late", "late", "late"]
    assert User.objects.count() == 1


def test_the_site_tells_visitors_what_they_need(api, learner, settings):
    settings.MAILBOX_SHOWN = False
    client = api()
    site = client.get("/api/v1/site").json()
    assert site["languages"] == ["en", "ta", "ar"]
    assert site["statistics"]["learners"] == 1
    assert site["dev_mailbox"] is False
    assert client.cookies["csrftoken"].value


def test_the_numbers_of_the_site_are_counted_once(api, learner, django_assert_max_num_queries):
    client = api()
    client.get("/api/v1/site")
    with django_assert_max_num_queries(2):
        client.get("/api/v1/site")


def test_installing_again_changes_nothing(organization):
    before = (Organization.objects.count(), Role.objects.count(), RolePermission.objects.count())
    ensure_default_organization()
    ensure_system_roles()
    assert before == (Organization.objects.count(), Role.objects.count(), RolePermission.objects.count())
    assert before[1] == len(SYSTEM_ROLES) == 13


def roles_with(permission):
    return set(RolePermission.objects.filter(permission=permission).values_list("role__code", flat=True))


def test_a_permission_taken_from_a_role_stays_away(organization):
    RolePermission.objects.filter(permission="courses:course:create").exclude(role__code="admin").delete()
    ensure_system_roles()
    assert roles_with("courses:course:create") == {"admin"}


def test_a_permission_new_to_this_installation_reaches_the_roles_that_ship_with_it(organization):
    before = roles_with("courses:course:create")
    RolePermission.objects.filter(permission="courses:course:create").delete()
    ensure_system_roles()
    assert roles_with("courses:course:create") == before > {"admin"}


def test_an_admin_is_created_from_the_command_line(organization, monkeypatch, api):
    out = StringIO()
    monkeypatch.setenv("ADMIN_PASSWORD", PASSWORD)
    call_command("createadmin", email="root@example.com", first_name="Ro", last_name="Ot", stdout=out)
    assert out.getvalue().strip() == "Ro Ot <root@example.com> is an admin now."
    user = User.objects.get(email="root@example.com")
    assert user.check_password(PASSWORD)
    assert api(user).get("/admin/").status_code == 200
    with pytest.raises(CommandError, match="address or user name"):
        call_command("createadmin", email="root@example.com", password=PASSWORD)


@pytest.mark.parametrize(("email", "password"), [("x@example.com", "password"), ("nobody", PASSWORD)])
def test_the_command_line_refuses_what_the_pages_refuse(organization, email, password):
    with pytest.raises(CommandError):
        call_command("createadmin", email=email, password=password)
    assert not User.objects.exists()
