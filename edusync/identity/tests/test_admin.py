import pytest
from allauth.account.models import EmailAddress

from edusync.audit.models import AuditEvent
from edusync.identity.models import Role, RoleAssignment, RolePermission, User
from edusync.identity.services import create_admin
from edusync.identity.testing import PASSWORD, AccountPages
from edusync.kernel.testing import ApiClient


class Browser(ApiClient):
    """Sends forms, as the administration's pages do."""

    def form(self, path, **fields):
        return self.upload(path, fields)


@pytest.fixture
def root(organization):
    return create_admin(email="root@example.com", password=PASSWORD, first_name="Ro")


@pytest.fixture
def browser(root):
    client = Browser()
    client.force_login(root)
    return client


@pytest.mark.parametrize(
    "page",
    [
        "",
        "identity/user/",
        "identity/user/?q=root",
        "identity/user/add/",
        "identity/organization/",
        "identity/role/",
        "identity/role/add/",
        "identity/roleassignment/",
        "identity/roleassignment/add/",
        "audit/auditevent/",
    ],
)
def test_the_pages_open(browser, page):
    assert browser.get(f"/admin/{page}").status_code == 200


def test_rows_open(browser, root):
    event = AuditEvent.objects.order_by("id").first()
    role = Role.objects.get(code="mentor")
    for page in (
        f"identity/user/{root.pk}/change/",
        f"identity/user/{root.pk}/password/",
        f"identity/role/{role.pk}/change/",
        f"audit/auditevent/{event.pk}/change/",
    ):
        assert browser.get(f"/admin/{page}").status_code == 200, page


def test_learners_do_not_get_in(client, learner):
    client.force_login(learner)
    assert client.get("/admin/").status_code == 302


def test_a_person_is_added_with_a_password_and_can_sign_in(browser, api):
    answer = browser.form(
        "/admin/identity/user/add/",
        email="New@example.com",
        username="",
        first_name="Nila",
        last_name="Rao",
        password=PASSWORD,
        roles=["learner", "instructor"],
    )
    assert answer.status_code == 302, answer.content
    user = User.objects.get(email="new@example.com")
    assert EmailAddress.objects.get(user=user).verified
    assert sorted(RoleAssignment.objects.filter(user=user).values_list("role__code", flat=True)) == [
        "instructor",
        "learner",
    ]
    pages = AccountPages(api())
    assert pages.sign_in(email=user.email).status_code == 200


@pytest.mark.parametrize(
    "change",
    [{"email": "root@example.com"}, {"password": "password"}, {"first_name": "a\x07"}, {"username": "a@b"}],
)
def test_bad_input_is_shown_again(browser, change):
    fields = {"email": "new@example.com", "username": "", "password": "", "roles": ["learner"], **change}
    assert browser.form("/admin/identity/user/add/", **fields).status_code == 200
    assert User.objects.count() == 1


def test_an_account_is_unlocked(browser, learner, api):
    pages = AccountPages(api())
    for _ in range(10):
        pages.sign_in("wrong", email=learner.email)
    browser.form("/admin/identity/user/", action="unlock", _selected_action=[learner.pk])
    assert pages.sign_in(email=learner.email).status_code == 200
    assert AuditEvent.objects.filter(action="identity.person.unlocked", target_id=str(learner.pk)).exists()


def test_a_password_set_by_an_admin_is_recorded(browser, root, learner, api):
    new = "another horse 43"
    answer = browser.form(f"/admin/identity/user/{learner.pk}/password/", password1=new, password2=new)
    assert answer.status_code == 302, answer.content
    assert AccountPages(api()).sign_in(new, email=learner.email).status_code == 200
    event = AuditEvent.objects.get(action="identity.password.changed")
    assert (event.actor_id, event.target_id) == (root.pk, str(learner.pk))


def test_roles_are_granted_and_revoked_by_the_services(browser, root, learner):
    role = Role.objects.get(code="mentor")
    browser.form(
        "/admin/identity/roleassignment/add/", user=learner.pk, role=role.pk, scope="organization", scope_id=0
    )
    assignment = RoleAssignment.objects.get(user=learner, role=role)
    assert assignment.granted_by_id == root.pk
    browser.form(f"/admin/identity/roleassignment/{assignment.pk}/delete/", post="yes")
    assert not RoleAssignment.objects.filter(RoleAssignment.current(), user=learner, role=role).exists()
    actions = AuditEvent.objects.filter(target_id=str(learner.pk), action__startswith="identity.role.")
    assert list(actions.order_by("id").values_list("action", flat=True)) == [
        "identity.role.granted",
        "identity.role.revoked",
    ]


def test_a_permission_added_to_a_role_reaches_its_holders(browser, learner, api):
    client = api(learner)
    assert "audit:event:read" not in client.get("/api/v1/me").json()["permissions"]
    role = Role.objects.get(code="learner")
    held = list(RolePermission.objects.filter(role=role).order_by("id"))
    fields = {
        "code": role.code,
        "name": role.name,
        "organization": "",
        "permissions-TOTAL_FORMS": len(held) + 1,
        "permissions-INITIAL_FORMS": len(held),
        f"permissions-{len(held)}-role": role.pk,
        f"permissions-{len(held)}-permission": "audit:event:read",
    }
    for number, row in enumerate(held):
        fields[f"permissions-{number}-id"] = row.pk
        fields[f"permissions-{number}-role"] = role.pk
        fields[f"permissions-{number}-permission"] = row.permission
    answer = browser.form(f"/admin/identity/role/{role.pk}/change/", **fields)
    assert answer.status_code == 302, answer.content
    assert "audit:event:read" in client.get("/api/v1/me").json()["permissions"]
