"""Signing in with a real SAML provider: npm's saml-idp on loopback."""

import base64
import html
import re
from urllib.parse import urlsplit

import httpx
import pytest
from django.test import Client as Browser

from edusync.identity.services.identity_providers import check_provider
from edusync.identity.sso.testing import make_provider
from edusync.kernel.testing import ApiClient
from tests.single_sign_on.counterparts import require_counterparts, saml_provider

SLUG = "college"
SITE = "http://testserver"
ACS = f"{SITE}/saml/{SLUG}/acs/"
AUDIENCE = f"{SITE}/saml/{SLUG}/metadata/"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    require_counterparts()
    with saml_provider(tmp_path_factory.mktemp("saml"), ACS, AUDIENCE) as found:
        yield found


@pytest.fixture
def api(api):
    """Browsers that name the host they ask, as all do."""
    return lambda: api(HTTP_HOST="testserver")


@pytest.fixture
def provider(organization, address, settings):
    settings.OUTGOING_ALLOWED_HOSTS = frozenset({"127.0.0.1"})
    row = make_provider(
        organization.pk,
        address + "/metadata",
        protocol="saml",
        slug=SLUG,
        name="College",
        vouches_for_email=True,
    )
    check_provider(row)
    assert row.check_status == "ok", row.check_problem
    return row


def answer_of(client, email="ada@school.example"):
    """Go to the provider as a browser would; the form with which it sends the browser back."""
    start = client.post(f"/api/v1/sign-in/providers/{SLUG}/start", {"next": "/courses"})
    assert start.status_code == 200, start.content
    with httpx.Client() as browser:
        page = browser.get(start.json()["url"])
        request = re.search(r"""name="_authnRequest"[^>]*value=['"]([^'"]+)['"]""", page.text)
        assert request, page.text[:2000]
        form = {
            "_authnRequest": html.unescape(request[1]),
            "userName": email,
            "email": email,
            "firstName": "Ada",
            "lastName": "Lovelace",
            "nameIdFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
        }
        sent = browser.post(page.url.join("/signin"), data=form)
    fields = dict(re.findall(r'name="(SAMLResponse|RelayState)"[^>]*?value="([^"]*)"', sent.text))
    assert "SAMLResponse" in fields, sent.text[:2000]
    return {name: html.unescape(value) for name, value in fields.items()}


def deliver(client, form):
    """What the browser does with that form."""
    first = Browser.post(client, f"/saml/{SLUG}/acs/", form)
    assert first.status_code == 302, first.content
    return client.get(urlsplit(first["Location"]).path)


def is_signed_in(client):
    return client.get("/api/v1/me").status_code == 200


def changed(form, old, new):
    text = base64.b64decode(form["SAMLResponse"]).decode()
    assert old in text
    return {**form, "SAMLResponse": base64.b64encode(text.replace(old, new).encode()).decode()}


def test_a_person_signs_in_with_it(api, provider, make_person):
    ada = make_person("ada", email="ada@school.example")
    client = api()
    back = deliver(client, answer_of(client))
    assert back["Location"] == "http://127.0.0.1:8000/sign-in/done?next=%2Fcourses"
    assert client.get("/api/v1/me").json()["id"] == ada.pk


def test_a_new_person_is_created_where_that_is_wanted(api, provider):
    type(provider).unscoped.update(creates_people=True)
    client = api()
    deliver(client, answer_of(client))
    assert client.get("/api/v1/me").json()["display_name"] == "Ada Lovelace"


def test_without_trust_in_its_addresses_nobody_is_linked(api, provider, make_person):
    make_person("ada", email="ada@school.example")
    type(provider).unscoped.update(vouches_for_email=False)
    client = api()
    assert "error=email_not_verified" in deliver(client, answer_of(client))["Location"]


def test_a_changed_assertion_is_refused(api, provider, make_person):
    make_person("ada", email="ada@school.example")
    make_person("eve", email="eve@school.example")
    client = api()
    form = changed(answer_of(client, "eve@school.example"), "eve@school.example", "ada@school.example")
    assert "error=" in deliver(client, form)["Location"]
    assert not is_signed_in(client)


def test_an_assertion_without_its_signature_is_refused(api, provider, make_person):
    make_person("ada", email="ada@school.example")
    client = api()
    form = answer_of(client)
    text = base64.b64decode(form["SAMLResponse"]).decode()
    bare = re.sub(r"<(\w+:)?Signature[ >].*?</(\w+:)?Signature>", "", text, flags=re.DOTALL)
    assert bare != text
    form["SAMLResponse"] = base64.b64encode(bare.encode()).decode()
    assert "error=" in deliver(client, form)["Location"]
    assert not is_signed_in(client)


def test_an_answer_works_once(api, provider, make_person):
    make_person("ada", email="ada@school.example")
    client = api()
    form = answer_of(client)
    deliver(client, form)
    client.logout()
    assert "error=" in deliver(client, form)["Location"]
    assert not is_signed_in(client)


def test_another_browser_cannot_use_the_answer(api, provider, make_person):
    make_person("ada", email="ada@school.example")
    form = answer_of(api())
    victim = api()
    assert "error=" in deliver(victim, form)["Location"]
    assert not is_signed_in(victim)


def test_a_key_that_is_not_the_provider_own_signs_nothing(api, provider, make_person, tmp_path):
    from tests.single_sign_on.counterparts import make_certificate

    make_person("ada", email="ada@school.example")
    make_certificate(tmp_path)
    lines = (tmp_path / "certificate.pem").read_text().splitlines()
    provider.metadata_facts = {**provider.metadata_facts, "certificate": "".join(lines[1:-1])}
    provider.save()
    client = api()
    assert "error=" in deliver(client, answer_of(client))["Location"]
    assert not is_signed_in(client)


def test_the_metadata_of_this_site_names_where_answers_go(client: ApiClient, provider):
    text = client.get(f"/saml/{SLUG}/metadata/").content.decode()
    assert ACS in text
    assert "SingleLogoutService" not in text


def test_single_logout_is_not_offered(api, provider):
    assert api().get(f"/saml/{SLUG}/sls/").status_code == 404
