"""SCIM: what a directory changes, and what it can never reach."""

import json

import pytest
from django.core import mail

from edusync.identity.models import (
    GroupMember,
    Invitation,
    OrganizationDomain,
    OrganizationMembership,
    ProvisioningEvent,
    ScimResource,
    User,
)
from edusync.identity.scim.schemas import ENTERPRISE, USER
from edusync.identity.services import accept_invitation
from edusync.identity.testing import PASSWORD, key_of, link_in_mail, make_person
from edusync.identity.tests.scim_directory import Directory
from edusync.kernel import clock
from edusync.kernel.checks import all_routes
from edusync.kernel.policy import Permission
from edusync.kernel.tenancy import organization_context
from edusync.kernel.testing import run_worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory(organization, admin):
    return Directory(organization, key_of(admin, Permission.PROVISIONING_MANAGE))


@pytest.fixture
def _several(other_organization):
    """Another organization is here too: the directory cannot speak for every address."""


def prove(organization, domain):
    OrganizationDomain.unscoped.create(
        organization=organization,
        kind="email",
        name=domain,
        token="x",
        verified_at=clock.now(),
        verified_by="admin",
    )


def membership(email, organization):
    return OrganizationMembership.unscoped.filter(organization=organization, user__email=email).first()


def all_addresses():
    """Every method and address of SCIM, of ids that name nothing."""
    for route, callback in all_routes():
        if route.startswith("/scim/v2/"):
            path = route.partition("<slug:slug>")[2]
            for name in ("<str:resource_id>", "<str:name>", "<str:urn>", "<path:rest>"):
                path = path.replace(name, "nothing")
            for method in ("get", "post", "put", "patch", "delete"):
                if hasattr(callback.view_class, method):
                    yield pytest.param(method, path, id=f"{method.upper()} {path}")


@pytest.mark.parametrize(("method", "path"), list(all_addresses()))
class TestEveryAddress:
    def test_wants_a_key(self, api, admin, organization, method, path):
        for client in (api(), api(admin)):
            assert getattr(client, method)(f"/scim/v2/{organization.slug}{path}").status_code == 401

    def test_wants_the_permission(self, admin, organization, method, path):
        for scopes in ((), (Permission.PERSON_READ, Permission.PERSON_MANAGE)):
            assert getattr(Directory(organization, key_of(admin, *scopes)), method)(path).status_code == 403

    def test_wants_a_key_of_this_organization(self, outsider, organization, other_organization, method, path):
        with organization_context(other_organization.pk):
            foreign = Directory(organization, key_of(outsider, Permission.PROVISIONING_MANAGE))
        assert getattr(foreign, method)(path).status_code == 404


class TestDoor:
    def test_a_visitor_and_a_session_are_asked_for_a_key(self, api, admin, organization):
        for client in (api(), api(admin)):
            answer = client.get(f"/scim/v2/{organization.slug}/Users")
            assert answer.status_code == 401
            assert answer["WWW-Authenticate"].startswith("Bearer")

    def test_a_key_without_the_permission_is_refused(self, admin, organization):
        other = Directory(organization, key_of(admin, Permission.PERSON_READ))
        assert other.get("/Users").status_code == 403

    def test_a_scope_that_its_owner_lost_opens_nothing(self, make_person, organization):
        from edusync.identity.services import revoke_role

        helper = make_person("hugo", roles=("admin", "learner"))
        make_person("ada", roles=("admin",))
        directory = Directory(organization, key_of(helper, Permission.PROVISIONING_MANAGE))
        assert directory.get("/Users").status_code == 200
        revoke_role(user_id=helper.pk, role_code="admin", revoked_by=None)
        assert directory.get("/Users").status_code == 403

    def test_the_key_of_another_organization_finds_nothing(
        self, directory, outsider, organization, other_organization
    ):
        mine = directory.add("ada").json()["id"]
        with organization_context(other_organization.pk):
            foreign = Directory(organization, key_of(outsider, Permission.PROVISIONING_MANAGE))
        for path in ("/Users", f"/Users/{mine}", "/Schemas", "/nothing"):
            assert foreign.get(path).status_code == 404
        assert foreign.add("eve").status_code == 404
        elsewhere = Directory(other_organization, "")
        elsewhere.client = foreign.client
        assert elsewhere.get(f"/Users/{mine}").status_code == 404
        assert elsewhere.delete(f"/Users/{mine}").status_code == 404
        assert elsewhere.get("/Users").json()["totalResults"] == 0

    def test_nonsense_and_strangers_ids_are_answered_alike(self, directory):
        answers = {
            directory.get(f"/Users/{one}").content
            for one in ("1", "x' OR 1=1", "00000000-0000-0000-0000-000000000000", "%00")
        }
        assert len(answers) == 1

    def test_an_unknown_organization_is_a_404(self, directory):
        directory.base = "/scim/v2/nowhere"
        assert directory.get("/Users").status_code == 404


class TestPeople:
    def test_a_new_person_has_an_account_and_a_membership(self, directory, organization):
        answer = directory.add(
            "Ada@Example.org",
            name={"givenName": "Ada", "familyName": "Byron"},
            externalId="0042",
            preferredLanguage="ta-IN",
            **{ENTERPRISE: {"employeeNumber": "E7", "department": "Engines"}},
        )
        assert answer.status_code == 201
        body = answer.json()
        assert body["meta"]["location"] == answer["Location"]
        assert (body["userName"], body["externalId"], body["active"]) == ("Ada@Example.org", "0042", True)
        assert body[ENTERPRISE] == {"employeeNumber": "E7", "department": "Engines"}
        person = User.objects.get(email="ada@example.org")
        assert (person.first_name, person.last_name, person.setting.language) == ("Ada", "Byron", "ta")
        assert membership("ada@example.org", organization).local_id == "E7"
        assert not person.has_usable_password()

    def test_a_learner_without_an_address_has_a_user_name(self, directory):
        directory.add("ada.b")
        person = User.objects.get(username="ada.b")
        assert person.email is None

    def test_a_user_name_that_another_account_has_is_kept_for_the_directory_alone(self, directory, learner):
        answer = directory.add(learner.username)
        assert answer.status_code == 201
        assert ScimResource.objects.get().user_id != learner.pk

    def test_two_people_of_one_name_are_refused(self, directory):
        directory.add("ada")
        answer = directory.add("ADA")
        assert answer.status_code == 409
        assert answer.json()["scimType"] == "uniqueness"

    def test_a_member_is_linked_and_keeps_what_they_are(self, directory, learner, organization):
        answer = directory.add("lena", emails=[{"value": "LENA@example.com", "primary": True}])
        assert answer.status_code == 201
        assert ScimResource.objects.get().user_id == learner.pk
        assert ProvisioningEvent.objects.get().outcome == "linked"
        assert directory.add("lena2", emails=[{"value": "lena@example.com"}]).status_code == 409

    def test_deactivated_only_this_membership_is_suspended(self, directory, organization, other_organization):
        prove(organization, "example.org")
        ada = make_person("ada", organization=other_organization, email="ada@example.org")
        pk = directory.add("ada@example.org").json()["id"]
        answer = directory.change(f"/Users/{pk}", {"op": "Replace", "path": "active", "value": "False"})
        assert answer.json()["active"] is False
        assert membership("ada@example.org", organization).status == "suspended"
        assert membership("ada@example.org", other_organization).status == "active"
        directory.change(f"/Users/{pk}", {"op": "replace", "value": {"active": True}})
        assert membership("ada@example.org", organization).status == "active"
        assert directory.delete(f"/Users/{pk}").status_code == 204
        assert membership("ada@example.org", organization).status == "left"
        assert membership("ada@example.org", other_organization).status == "active"
        ada.refresh_from_db()
        assert (ada.is_active, ada.first_name) == (True, "Ada")
        assert directory.get(f"/Users/{pk}").status_code == 404

    def test_replaced_what_is_left_out_is_gone(self, directory):
        pk = directory.add("ada", title="Countess", active=False).json()["id"]
        body = directory.put(f"/Users/{pk}", {"schemas": [USER], "userName": "ada.l"}).json()
        assert "title" not in body
        assert (body["userName"], body["active"]) == ("ada.l", False)

    def test_nobody_is_shut_out_whom_the_keys_owner_could_not_shut_out(self, directory, admin):
        pk = directory.add("adam", emails=[{"value": "adam@example.com"}]).json()["id"]
        answer = directory.change(f"/Users/{pk}", {"op": "replace", "path": "active", "value": False})
        assert answer.status_code == 409
        assert directory.delete(f"/Users/{pk}").status_code == 409
        assert directory.get(f"/Users/{pk}").json()["active"] is True
        assert set(ProvisioningEvent.objects.values_list("outcome", flat=True)) == {"linked", "own-access"}


@pytest.mark.usefixtures("_several")
class TestOtherOrganizations:
    def test_an_address_is_answered_alike_whether_or_not_it_has_an_account(
        self, directory, organization, other_organization
    ):
        make_person("known", organization=other_organization, email="known@elsewhere.org")
        bodies = []
        for name in ("known", "fresh"):
            answer = directory.add(f"{name}@elsewhere.org", name={"givenName": "Ada"})
            assert answer.status_code == 201
            body = answer.json()
            del body["meta"]["created"], body["meta"]["lastModified"]
            bodies.append(json.dumps(body).replace(body["id"], "-").replace(name, "-"))
        assert bodies[0] == bodies[1]
        assert membership("known@elsewhere.org", organization) is None
        assert not User.objects.filter(email="fresh@elsewhere.org").exists()
        assert set(ProvisioningEvent.objects.values_list("outcome", flat=True)) == {"invited"}

    def test_whoever_accepts_joins_with_the_groups_that_waited(self, directory, organization):
        pk = directory.add("ada@elsewhere.org", name={"givenName": "Ada"}).json()["id"]
        group = directory.add_group("Choir", pk).json()
        assert group["members"][0]["value"] == pk
        assert directory.get(f"/Users/{pk}").json()["groups"][0]["display"] == "Choir"
        run_worker()
        token = link_in_mail("/invitation/")
        person = accept_invitation(token=token, password=PASSWORD)
        assert membership("ada@elsewhere.org", organization).status == "active"
        assert ScimResource.objects.get(uuid=pk).user_id == person.pk
        assert GroupMember.objects.get().user_id == person.pk
        assert directory.get(f"/Groups/{group['id']}").json()["members"] == group["members"]

    def test_deactivated_before_accepting_the_invitation_is_over(self, directory):
        pk = directory.add("ada@elsewhere.org").json()["id"]
        directory.change(f"/Users/{pk}", {"op": "replace", "path": "active", "value": False})
        assert Invitation.objects.get().status == "revoked"
        directory.change(f"/Users/{pk}", {"op": "replace", "path": "active", "value": True})
        assert set(Invitation.objects.values_list("status", flat=True)) == {"revoked", "sent"}
        directory.delete(f"/Users/{pk}")
        assert set(Invitation.objects.values_list("status", flat=True)) == {"revoked"}

    def test_of_a_proved_domain_people_join_at_once(self, directory, organization):
        prove(organization, "example.org")
        directory.add("ada@example.org")
        assert membership("ada@example.org", organization).status == "active"
        assert mail.outbox == []

    def test_the_proof_of_another_organization_opens_nothing(
        self, directory, organization, other_organization
    ):
        prove(other_organization, "example.org")
        directory.add("ada@example.org")
        assert membership("ada@example.org", organization) is None

    def test_name_and_address_of_a_shared_account_stay(self, directory, organization, other_organization):
        prove(organization, "example.org")
        ada = make_person("ada", organization=other_organization, email="ada@example.org")
        pk = directory.add("ada@example.org").json()["id"]
        answer = directory.change(
            f"/Users/{pk}",
            {"op": "replace", "path": "name.givenName", "value": "Eve"},
            {"op": "replace", "path": "emails", "value": [{"value": "eve@example.org"}]},
        )
        assert answer.json()["name"] == {"givenName": "Eve"}
        ada.refresh_from_db()
        assert (ada.first_name, ada.email) == ("Ada", "ada@example.org")

    def test_the_address_of_a_made_account_changes_within_the_proved_domain_only(
        self, directory, organization
    ):
        prove(organization, "example.org")
        make_person("known", organization=organization, email="taken@example.org")
        pk = directory.add("ada@example.org").json()["id"]
        for address, expected in (
            ("ada@elsewhere.org", "ada@example.org"),
            ("taken@example.org", "ada@example.org"),
            ("ada.byron@example.org", "ada.byron@example.org"),
        ):
            operation = {"op": "replace", "path": "emails", "value": [{"value": address, "primary": True}]}
            assert directory.change(f"/Users/{pk}", operation).status_code == 200
            assert ScimResource.objects.get(uuid=pk).user.email == expected


def test_what_happened_is_told_and_audited(directory, admin):
    from edusync.audit.models import AuditEvent

    directory.add("ada")
    directory.add("ada")
    newest, first = ProvisioningEvent.objects.order_by("-id")
    assert (first.action, first.outcome, first.label) == ("created", "created", "ada")
    assert (newest.action, newest.outcome, newest.label) == ("refused", "uniqueness", "ada")
    event = AuditEvent.objects.get(action="identity.provisioned_person.created")
    assert event.actor_id == admin.pk


def test_a_directory_waits_when_it_sends_too_many_invitations(directory, other_organization, settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "provisioning-invitation": "1/d"}
    assert directory.add("ada@elsewhere.org").status_code == 201
    answer = directory.add("eve@elsewhere.org")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert ScimResource.objects.count() == 1
