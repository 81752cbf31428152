"""Signing in with another service: who comes in, who does not, and what a lying service achieves."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import mail

from edusync.identity.models import OrganizationMembership, User
from edusync.identity.sso.testing import (
    PEM,
    START,
    begin,
    error_of,
    finish,
    is_signed_in,
    make_provider,
    sign_in,
    talking_provider,
)
from edusync.kernel import clock


@pytest.fixture(autouse=True)
def _loopback_is_allowed(settings):
    settings.OUTGOING_ALLOWED_HOSTS = frozenset({"127.0.0.1"})


@pytest.fixture
def service():
    with talking_provider() as found:
        yield found


@pytest.fixture
def provider(organization, service):
    return make_provider(organization.pk, service.address)


def test_the_sign_in_page_offers_what_is_enabled(api, organization, other_organization, provider):
    make_provider(organization.pk, "https://off.example", slug="off", name="Off", is_enabled=False)
    make_provider(other_organization.pk, "https://other.example", slug="other", name="Other")
    shown = api().get("/api/v1/sign-in/providers").json()["results"]
    assert shown == [{"slug": "school-account", "name": "School account", "protocol": "oidc"}]
    shown = api().get(f"/api/v1/sign-in/providers?organization={other_organization.slug}").json()["results"]
    assert [row["slug"] for row in shown] == ["other"]


def test_what_is_sent_along_binds_the_answer_to_this_browser(api, provider, service):
    asked, address = begin(api())
    assert address.startswith(service.address + "/auth?")
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert len(asked["nonce"]) >= 43
    assert len(asked["state"]) >= 16
    assert asked["redirect_uri"] == "http://127.0.0.1:8000/sign-in/return/school-account"
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}


def test_a_visitor_cannot_widen_what_is_asked_for(api, provider):
    answer = api().post(START + "?scope=admin&auth_params=prompt%3Dnone%26redirect_uri%3Dx", {})
    query = parse_qs(urlsplit(answer.json()["url"]).query)
    assert set(query["scope"][0].split()) == {"openid", "profile", "email"}
    assert "prompt" not in query


def test_starting_needs_the_page_own_token(provider):
    from edusync.kernel.testing import ApiClient

    client = ApiClient(enforce_csrf_checks=True)
    client.problem(client.post(START, {}), 403, "csrf-failed")


def test_a_known_person_is_linked_by_a_proved_address_and_told(api, provider, make_person, service):
    ada = make_person("ada", email="ada@school.example")
    client = api()
    assert sign_in(client, "/courses") == "http://127.0.0.1:8000/sign-in/done?next=%2Fcourses"
    assert client.get("/api/v1/me").json()["id"] == ada.pk
    account = SocialAccount.objects.get()
    assert (account.user_id, account.provider, account.uid) == (ada.pk, "school-account", "ada-1")
    assert "new way to sign in" in mail.outbox[-1].subject
    assert service.asked[0]["code_verifier"]


def test_the_first_link_is_audited_and_the_next_sign_in_is_only_a_sign_in(api, provider, make_person):
    from edusync.audit.models import AuditEvent

    ada = make_person("ada", email="ada@school.example")
    for _ in range(2):
        sign_in(api())
    linked = AuditEvent.objects.filter(action="identity.external_account.linked")
    assert [row.facts["way"] for row in linked] == ["by-email"]
    assert AuditEvent.objects.filter(action="identity.person.signed_in", target_id=str(ada.pk)).count() == 2


def test_a_linked_account_is_known_by_its_subject_not_its_address(api, provider, make_person, service):
    ada = make_person("ada", email="ada@school.example")
    sign_in(api())
    service.person |= {"email": "ada.king@elsewhere.example", "email_verified": False}
    client = api()
    sign_in(client)
    assert client.get("/api/v1/me").json()["id"] == ada.pk


def test_an_address_that_the_service_did_not_prove_links_nobody(api, provider, make_person, service):
    make_person("ada", email="ada@school.example")
    service.person["email_verified"] = False
    client = api()
    assert error_of(sign_in(client)) == "email_not_verified"
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_an_address_that_was_not_proved_here_links_nobody(api, provider, make_person):
    ada = make_person("ada", email="ada@school.example")
    EmailAddress.objects.filter(user=ada).update(verified=False)
    client = api()
    assert error_of(sign_in(client)) == "not_linked"
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "email", ["ada@other.example", "ada@sub.school.example", "ada@school.example.evil.example"]
)
def test_only_addresses_of_the_named_domains_link(api, provider, make_person, service, email):
    make_person("ada", email=email)
    service.person["email"] = email
    assert error_of(sign_in(api())) == "domain_not_allowed"


def test_without_an_address_nobody_is_linked(api, provider, service):
    del service.person["email"]
    assert error_of(sign_in(api())) == "no_email"


def test_unknown_people_stay_out_unless_the_service_may_create(api, provider, organization):
    assert error_of(sign_in(api())) == "not_known"
    assert not User.objects.filter(email="ada@school.example").exists()
    type(provider).unscoped.update(creates_people=True)
    client = api()
    sign_in(client)
    me = client.get("/api/v1/me").json()
    assert (me["display_name"], me["email"], me["roles"]) == (
        "Ada Lovelace",
        "ada@school.example",
        ["learner"],
    )
    person = User.objects.get(pk=me["id"])
    assert not person.has_usable_password()
    assert person.memberships.get().organization_id == organization.pk


def test_members_of_another_organization_are_not_linked(api, provider, outsider, service):
    User.objects.filter(pk=outsider.pk).update(email="otto@school.example")
    EmailAddress.objects.filter(user=outsider).update(email="otto@school.example")
    service.person["email"] = "otto@school.example"
    assert error_of(sign_in(api())) == "not_linked"


def test_members_of_two_organizations_are_not_linked(api, provider, make_person, other_organization):
    ada = make_person("ada", email="ada@school.example")
    OrganizationMembership.unscoped.create(user=ada, organization=other_organization)
    assert error_of(sign_in(api())) == "not_linked"


@pytest.mark.parametrize("flag", ["is_superuser", "is_staff"])
def test_no_service_vouches_for_who_runs_the_platform(api, provider, make_person, flag):
    ada = make_person("ada", email="ada@school.example")
    sign_in(api())
    User.objects.filter(pk=ada.pk).update(**{flag: True})
    client = api()
    assert error_of(sign_in(client)) == "not_linked"
    assert not is_signed_in(client)


@pytest.mark.parametrize("is_linked", [True, False])
@pytest.mark.parametrize(
    ("end", "told"),
    [("suspended", "account_closed"), ("inactive", "account_closed"), ("locked", "account_locked")],
)
def test_who_is_kept_out_stays_out(api, provider, make_person, is_linked, end, told):
    ada = make_person("ada", email="ada@school.example")
    if is_linked:
        sign_in(api())
    if end == "suspended":
        OrganizationMembership.unscoped.filter(user=ada).update(status="suspended")
    elif end == "inactive":
        User.objects.filter(pk=ada.pk).update(is_active=False)
    else:
        later = clock.now() + clock.now().resolution * 10**9
        User.objects.filter(pk=ada.pk).update(account_locked_until=later)
    client = api()
    assert error_of(sign_in(client)) == told
    assert not is_signed_in(client)
    assert SocialAccount.objects.exists() is is_linked


def test_a_second_factor_is_asked_for_here_unless_the_service_is_trusted_with_it(
    api, provider, make_person, service
):
    ada = make_person("ada", email="ada@school.example")
    Authenticator.objects.create(user=ada, type=Authenticator.Type.TOTP, data={"secret": "x"})
    service.claims["amr"] = ["pwd", "mfa"]
    client = api()
    sign_in(client)
    assert not is_signed_in(client)
    type(provider).unscoped.update(trusts_second_factor=True)
    client = api()
    sign_in(client)
    assert is_signed_in(client)
    service.claims["amr"] = ["pwd"]
    client = api()
    sign_in(client)
    assert not is_signed_in(client)


def test_how_somebody_proved_themselves_is_believed_only_in_the_signed_token(
    api, provider, make_person, service
):
    ada = make_person("ada", email="ada@school.example")
    Authenticator.objects.create(user=ada, type=Authenticator.Type.TOTP, data={"secret": "x"})
    type(provider).unscoped.update(trusts_second_factor=True)
    service.userinfo = {**service.person, "amr": ["mfa"]}
    client = api()
    sign_in(client)
    assert not is_signed_in(client)


def test_another_browser_cannot_finish_a_sign_in(api, provider, make_person):
    make_person("ada", email="ada@school.example")
    asked, _ = begin(api())
    victim = api()
    assert error_of(finish(victim, asked)) == "expired"
    assert not is_signed_in(victim)


@pytest.mark.parametrize("changes", [{"state": "forged"}, {"state": ""}])
def test_an_answer_without_its_state_is_refused(api, provider, make_person, changes):
    make_person("ada", email="ada@school.example")
    client = api()
    asked, _ = begin(client)
    assert error_of(finish(client, asked, **changes)) == "expired"
    assert not is_signed_in(client)


def test_a_state_works_once(api, provider, make_person):
    make_person("ada", email="ada@school.example")
    client = api()
    asked, _ = begin(client)
    finish(client, asked)
    assert error_of(finish(client, asked)) == "expired"


def test_an_answer_that_names_another_issuer_is_a_mix_up(api, provider, make_person, service):
    make_person("ada", email="ada@school.example")
    client = api()
    asked, _ = begin(client)
    assert error_of(finish(client, asked, iss="https://evil.example")) == "unexpected_answer"
    asked, _ = begin(client)
    assert error_of(finish(client, asked, iss=service.address)) == ""


def test_who_changes_their_mind_is_told_so(api, provider):
    client = api()
    asked, _ = begin(client)
    answer = client.get("/sign-in/return/school-account", {"error": "access_denied", "state": asked["state"]})
    assert error_of(answer["Location"]) == "cancelled"


def test_a_service_that_is_down_is_said_to_be(api, provider, service):
    service.status = 503
    client = api()
    answer = client.post(START, {})
    assert error_of(answer.json()["url"]) == "not_reachable"


def test_a_service_that_goes_down_in_between_is_said_to_be(api, provider, service):
    client = api()
    asked, _ = begin(client)
    service.status = 500
    assert error_of(finish(client, asked)) in {"not_reachable", "unexpected_answer"}


def test_a_discovery_document_of_another_issuer_is_refused(api, provider, service):
    service.discovery["issuer"] = "https://evil.example"
    assert error_of(api().post(START, {}).json()["url"]) == "unexpected_answer"


def test_a_service_inside_the_own_network_is_not_asked(api, provider, settings):
    settings.OUTGOING_ALLOWED_HOSTS = frozenset()
    assert error_of(api().post(START, {}).json()["url"]) == "not_reachable"


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\\/evil.example"],
)
def test_nobody_is_led_to_another_site_afterwards(api, provider, make_person, address):
    make_person("ada", email="ada@school.example")
    client = api()
    assert sign_in(client, address) == "http://127.0.0.1:8000/sign-in/done"


def test_a_service_that_was_switched_off_lets_nobody_in(api, provider, make_person):
    make_person("ada", email="ada@school.example")
    client = api()
    asked, _ = begin(client)
    type(provider).unscoped.update(is_enabled=False)
    answer = client.get("/sign-in/return/school-account", {"code": "code-x", "state": asked["state"]})
    assert answer.status_code == 404
    client.problem(client.post(START, {}), 404)


def test_another_person_who_is_signed_in_here_is_signed_out_first(api, provider, make_person, learner):
    ada = make_person("ada", email="ada@school.example")
    client = api(learner)
    sign_in(client)
    assert client.get("/api/v1/me").json()["id"] == ada.pk


def test_a_service_opens_its_own_organization_and_no_other(api, provider, make_person, other_organization):
    ada = make_person("ada", email="ada@school.example")
    sign_in(api())
    OrganizationMembership.unscoped.create(user=ada, organization=other_organization)
    client = api()
    sign_in(client)
    assert client.get("/api/v1/me").json()["organization"]["id"] == provider.organization_id
    OrganizationMembership.unscoped.filter(user=ada, organization_id=provider.organization_id).update(
        status="suspended"
    )
    assert not is_signed_in(client)


def test_secrets_of_services_are_sealed_in_the_table(provider):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT client_secret FROM identity_provider")
        stored = cursor.fetchone()[0]
    assert stored.startswith("v1.")
    assert "a secret of tests" not in stored
    assert PEM not in stored
