"""Setting up services to sign in with."""

import pytest
from allauth.socialaccount.models import SocialAccount

from edusync.identity.models import IdentityProvider
from edusync.identity.sso.metadata import read_metadata
from edusync.identity.sso.problems import AnswerRefused
from edusync.identity.sso.testing import make_provider, talking_provider

NEW = {
    "protocol": "oidc",
    "name": "College account",
    "address": "https://login.college.example",
    "client_id": "edusync",
    "client_secret": "between us",
    "email_domains": ["college.example"],
}
PATH = "/api/v1/identity-providers"


@pytest.fixture
def provider(organization):
    return make_provider(organization.pk, "https://login.college.example")


@pytest.mark.parametrize(
    ("who", "listed", "read", "changed", "checked", "deleted"),
    [
        ("learner", 403, 403, 403, 403, 403),
        ("instructor", 403, 403, 403, 403, 403),
        ("outsider", 200, 404, 404, 404, 404),
    ],
)
def test_who_may_not(api, request, provider, who, listed, read, changed, checked, deleted):
    client = api(request.getfixturevalue(who))
    row = f"{PATH}/{provider.pk}"
    assert client.get(PATH).status_code == listed
    assert client.get(row).status_code == read
    assert client.patch(row, {"name": "Mine"}).status_code == changed
    assert client.post(row + "/check").status_code == checked
    assert client.delete(row).status_code == deleted
    assert IdentityProvider.unscoped.get().name == "School account"


def test_an_admin_sets_one_up_and_never_sees_its_secret_again(api, admin):
    client = api(admin)
    made = client.post(PATH, NEW)
    assert made.status_code == 201, made.content
    row = made.json()
    assert row["is_enabled"] is False
    assert row["has_secret"] is True
    assert row["callback_url"] == f"http://127.0.0.1:8000/sign-in/return/{row['slug']}"
    assert "between us" not in made.content.decode()
    changed = client.patch(f"{PATH}/{row['id']}", {"name": "College", "client_secret": ""})
    assert changed.json()["has_secret"] is True
    assert changed.json()["slug"] == row["slug"]
    assert "between us" not in client.get(PATH).content.decode()
    assert IdentityProvider.unscoped.get().client_secret == "between us"


def test_two_services_of_one_name_differ_in_their_slug(api, admin):
    slugs = {api(admin).post(PATH, NEW).json()["slug"] for _ in range(2)}
    assert len(slugs) == 2


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"address": "http://login.college.example"}, "/address", "https-needed"),
        ({"address": "https://user:word@login.college.example"}, "/address", "https-needed"),
        ({"address": "ftp://login.college.example"}, "/address", "https-needed"),
        ({"email_domains": []}, "/email_domains", "domains-needed"),
        ({"email_domains": ["not a domain"]}, "/email_domains", "invalid-domain"),
        ({"email_domains": ["*.example"]}, "/email_domains", "invalid-domain"),
        ({"client_id": ""}, "/client_id", "required"),
        ({"scopes": "profile"}, "/scopes", "openid-needed"),
        ({"attribute_mapping": {"password": "x"}}, "/attribute_mapping/password", "unknown-field"),
    ],
)
def test_what_would_be_unsafe_is_refused_at_its_field(api, admin, changes, pointer, code):
    body = api(admin).problem(api(admin).post(PATH, {**NEW, **changes}), 422)
    assert (pointer, code) in {(error["pointer"], error["code"]) for error in body["errors"]}


def test_nobody_makes_newcomers_more_than_they_could(api, make_person):
    from edusync.identity.models import Role, RolePermission
    from edusync.kernel.tenancy import current_organization_id

    role = Role.objects.create(
        organization_id=current_organization_id(), code="door-keeper", name="Door keeper"
    )
    RolePermission.objects.create(role=role, permission="identity:sign-in:manage")
    keeper = make_person("kim", roles=("door-keeper",))
    client = api(keeper)
    client.problem(client.post(PATH, {**NEW, "default_role": "admin"}), 403, "role-beyond-own")
    client.problem(client.post(PATH, {**NEW, "default_role": "nonsense"}), 422, "unknown-role")


def test_one_that_people_use_is_not_taken_away(api, admin, provider, learner):
    SocialAccount.objects.create(user=learner, provider=provider.slug, uid="x")
    client = api(admin)
    client.problem(client.delete(f"{PATH}/{provider.pk}"), 409, "provider-in-use")
    SocialAccount.objects.all().delete()
    assert client.delete(f"{PATH}/{provider.pk}").status_code == 204


def test_the_check_says_what_was_found(api, admin, organization, settings):
    settings.OUTGOING_ALLOWED_HOSTS = frozenset({"127.0.0.1"})
    with talking_provider() as service:
        row = make_provider(organization.pk, service.address)
        found = api(admin).post(f"{PATH}/{row.pk}/check").json()
        assert found["check_status"] == "ok"
        assert found["facts"]["issuer"] == service.address
        service.discovery["issuer"] = "https://evil.example"
        found = api(admin).post(f"{PATH}/{row.pk}/check").json()
        assert (found["check_status"], found["check_problem"]) == ("failed", "issuer")
        service.status = 500
        found = api(admin).post(f"{PATH}/{row.pk}/check").json()
        assert found["check_problem"] == "not-reachable"
    settings.OUTGOING_ALLOWED_HOSTS = frozenset()
    found = api(admin).post(f"{PATH}/{row.pk}/check").json()
    assert found["check_problem"] == "not-public"


def test_another_address_must_be_checked_anew(api, admin, provider):
    IdentityProvider.unscoped.update(check_status="ok")
    changed = api(admin).patch(f"{PATH}/{provider.pk}", {"address": "https://other.example"})
    assert changed.json()["check_status"] == "never"


def test_saml_without_its_extra_cannot_be_switched_on(api, admin, monkeypatch):
    from edusync.identity.services import identity_providers

    monkeypatch.setattr(identity_providers, "is_saml_installed", lambda: False)
    client = api(admin)
    saml = {**NEW, "protocol": "saml", "client_id": ""}
    row = client.post(PATH, saml).json()
    client.problem(client.patch(f"{PATH}/{row['id']}", {"is_enabled": True}), 409, "saml-not-installed")


def test_every_act_is_audited_without_the_secret(api, admin):
    from edusync.audit.models import AuditEvent

    client = api(admin)
    row = client.post(PATH, NEW).json()
    client.patch(f"{PATH}/{row['id']}", {"client_secret": "another secret"})
    client.delete(f"{PATH}/{row['id']}")
    events = AuditEvent.objects.filter(target_type="identity-provider")
    assert {event.action.rpartition(".")[2] for event in events} == {"created", "updated", "deleted"}
    assert "another secret" not in str([event.facts for event in events])


def test_the_list_costs_the_same_however_long_it_is(api, admin, organization, django_assert_max_num_queries):
    for number in range(6):
        make_provider(organization.pk, "https://login.example", slug=f"s-{number}", name=f"S {number}")
    client = api(admin)
    client.get(PATH)
    with django_assert_max_num_queries(5):
        assert len(client.get(PATH).json()["results"]) == 6


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"no xml", "not-xml"),
        (b'<!DOCTYPE x [<!ENTITY e "x">]><x>&e;</x>', "not-xml"),
        (b"<other/>", "no-identity-provider"),
        (b'<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata"/>', "no-identity-provider"),
        (
            b'<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata"><IDPSSODescriptor/></EntityDescriptor>',
            "no-redirect-binding",
        ),
    ],
)
def test_metadata_that_is_none_is_refused(text, code):
    with pytest.raises(AnswerRefused) as refusal:
        read_metadata(text)
    assert refusal.value.code == code
