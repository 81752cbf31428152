"""Seeing the site as another person: who may, what stays shut, what is on record, how it ends."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from edusync.audit.models import AuditEvent
from edusync.courses.testing import make_course
from edusync.identity.models import ImpersonationSession
from edusync.identity.services import grant_role
from edusync.identity.services.role_editor import create_role
from edusync.identity.services.roles import close_assignment
from edusync.kernel import clock
from edusync.kernel.policy import Permission

pytestmark = pytest.mark.django_db
WHY = {"reason": "Lena cannot find her course"}


@pytest.fixture
def viewing(api, admin, learner):
    """The browser of an admin who sees the site as a learner."""
    client = api(admin)
    answer = client.post(f"/api/v1/people/{learner.pk}/view-as", WHY)
    assert answer.status_code == 201, answer.content
    return client


def test_the_site_is_the_other_persons_and_says_who_looks(viewing, admin, learner):
    me = viewing.get("/api/v1/me").json()
    assert (me["id"], me["impersonator"]["impersonator_id"]) == (learner.pk, admin.pk)
    assert me["impersonator"]["impersonator"] == "Adam Example"
    viewing.problem(viewing.get("/api/v1/people"), 403)


def test_it_is_stopped_and_one_is_oneself_again(viewing, admin):
    assert viewing.delete("/api/v1/me/view-as").status_code == 204
    me = viewing.get("/api/v1/me").json()
    assert (me["id"], me["impersonator"]) == (admin.pk, None)
    assert ImpersonationSession.objects.get().ended_at is not None
    assert viewing.delete("/api/v1/me/view-as").status_code == 204


def test_the_person_can_read_of_it(viewing, admin, learner):
    started = AuditEvent.objects.get(action="identity.view_as.started")
    assert (started.actor_id, started.subject_id) == (admin.pk, learner.pk)
    assert started.facts["reason"] == WHY["reason"]
    viewing.delete("/api/v1/me/view-as")
    assert AuditEvent.objects.filter(action="identity.view_as.ended", subject_id=learner.pk).exists()


def test_what_is_done_names_both(viewing, admin, learner):
    course = make_course(modules=1, lessons=1)
    assert viewing.post(f"/api/v1/courses/{course.slug}/enroll").status_code in {200, 201}
    acted = AuditEvent.objects.get(action="identity.view_as.acted")
    assert (acted.actor_id, acted.impersonator_id) == (learner.pk, admin.pk)
    assert acted.facts["path"] == f"/api/v1/courses/{course.slug}/enroll"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/api/v1/me", {"headline": "Mine now"}),
        ("PATCH", "/api/v1/me/settings", {"theme": "dark"}),
        ("POST", "/_allauth/browser/v1/account/password/change", {"new_password": "another horse 43"}),
        ("POST", "/_allauth/browser/v1/account/email", {"email": "evil@example.com"}),
        ("GET", "/_allauth/browser/v1/account/authenticators", None),
        ("GET", "/admin/", None),
    ],
)
def test_the_persons_own_things_are_shut(viewing, learner, method, path, body):
    viewing.problem(viewing.send(method, path, body), 403, "not-while-viewing")
    learner.refresh_from_db()
    assert learner.email == "lena@example.com"


def test_what_the_person_may_but_the_viewer_must_not(api, admin, make_person, organization):
    create_role(
        name="Granter",
        permissions=[
            Permission.PERSON_READ,
            Permission.ROLE_READ,
            Permission.ROLE_GRANT,
            Permission.ROLE_MANAGE,
        ],
        organization_id=organization.pk,
        created_by=None,
    )
    granter = make_person("gina", roles=("granter",))
    client = api(admin)
    assert client.post(f"/api/v1/people/{granter.pk}/view-as", WHY).status_code == 201
    assert client.get("/api/v1/people").status_code == 200
    assert "identity:role:grant" not in client.get("/api/v1/me").json()["permissions"]
    client.problem(client.post("/api/v1/roles", {"name": "Evil"}), 403, "not-while-viewing")
    body = {"user_id": granter.pk, "role": "learner"}
    client.problem(client.post("/api/v1/role-assignments", body), 403, "not-while-viewing")
    answer = client.post(f"/api/v1/people/{admin.pk}/view-as", WHY)
    client.problem(answer, 403, "not-while-viewing")


def test_signing_out_ends_both(viewing, learner):
    assert viewing.delete("/_allauth/browser/v1/auth/session").status_code == 401
    viewing.problem(viewing.get("/api/v1/me"), 401)
    assert ImpersonationSession.objects.get().ended_at is not None
    signed_out = AuditEvent.objects.filter(action="identity.person.signed_out")
    assert not signed_out.filter(actor_id=learner.pk).exists()


def test_after_an_hour_nothing_meant_for_the_other_is_done_as_oneself(viewing, admin, monkeypatch):
    later = clock.now() + dt.timedelta(minutes=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    course = make_course(modules=1, lessons=1)
    viewing.problem(viewing.post(f"/api/v1/courses/{course.slug}/enroll"), 403, "view-as-ended")
    viewing.problem(viewing.get("/api/v1/people"), 403, "view-as-ended")
    me = viewing.get("/api/v1/me").json()
    assert (me["id"], me["impersonator"]) == (admin.pk, None)
    session = ImpersonationSession.objects.get()
    assert session.ended_at == session.expires_at
    assert viewing.get("/api/v1/people").status_code == 200


def test_it_ends_when_the_viewer_loses_the_right(viewing, admin, make_person):
    make_person("sara", roles=("admin",))
    close_assignment(assignment=admin.role_assignments.select_related("role").get(), closed_by=None)
    viewing.problem(viewing.get("/api/v1/my/enrollments"), 403, "view-as-ended")
    assert viewing.get("/api/v1/me").json()["id"] == admin.pk


def test_it_ends_when_the_person_becomes_admin(viewing, learner):
    grant_role(user_id=learner.pk, role_code="admin", granted_by=None)
    viewing.problem(viewing.get("/api/v1/my/enrollments"), 403, "view-as-ended")


@pytest.mark.parametrize("who", ["admin", "second_admin", "viewer", "stronger", "superuser", "suspended"])
def test_people_as_whom_nobody_sees_the_site(api, admin, make_person, organization, who):
    for name, codes in (
        ("Looker", [Permission.PERSON_READ, Permission.PERSON_IMPERSONATE]),
        ("Stronger", [Permission.AUDIT_READ]),
    ):
        create_role(name=name, permissions=codes, organization_id=organization.pk, created_by=None)
    looker = make_person("lou", roles=("looker", "learner"))
    target = {
        "admin": lambda: looker,
        "second_admin": lambda: admin,
        "viewer": lambda: make_person("vera", roles=("looker",)),
        "stronger": lambda: make_person("sten", roles=("stronger",)),
        "superuser": lambda: make_person("root", is_superuser=True),
        "suspended": lambda: make_person("susi"),
    }[who]()
    if who == "suspended":
        target.memberships.update(status="suspended")
    client = api(looker)
    client.problem(client.post(f"/api/v1/people/{target.pk}/view-as", WHY), 403, "view-as-refused")
    assert not ImpersonationSession.objects.exists()


def test_the_person_must_be_of_the_organization(api, admin, outsider):
    client = api(admin)
    client.problem(client.post(f"/api/v1/people/{outsider.pk}/view-as", WHY), 404)


def test_it_needs_the_permission_and_a_reason(api, admin, instructor, learner):
    client = api(instructor)
    client.problem(client.post(f"/api/v1/people/{learner.pk}/view-as", WHY), 403)
    client = api(admin)
    client.problem(client.post(f"/api/v1/people/{learner.pk}/view-as", {"reason": " "}), 422)


def test_a_session_on_record_is_not_rewritten(viewing, learner):
    row = ImpersonationSession.objects.get()
    for change in ({"reason": "None of it"}, {"target_id": row.actor_id}, {"expires_at": clock.now()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ImpersonationSession.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        ImpersonationSession.objects.all().delete()
    ImpersonationSession.objects.update(ended_at=clock.now())
    for again in (clock.now() + dt.timedelta(1), None):
        with pytest.raises(DatabaseError), transaction.atomic():
            ImpersonationSession.objects.update(ended_at=again)
