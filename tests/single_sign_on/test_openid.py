"""Signing in with a real OpenID provider: npm's oidc-provider 9 on loopback."""

import re
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from edusync.identity.services.identity_providers import check_provider
from edusync.identity.sso.testing import make_provider
from tests.single_sign_on.counterparts import openid_provider, require_counterparts

SLUG = "school-account"
CALLBACK = f"http://127.0.0.1:8000/sign-in/return/{SLUG}"
SECRET = "a secret that both sides know"
PEOPLE = {
    "ada": {
        "email": "ada@school.example",
        "email_verified": True,
        "given_name": "Ada",
        "family_name": "Lovelace",
        "name": "Ada Lovelace",
    },
    "eve": {"email": "ada@school.example", "email_verified": False, "name": "Eve"},
}


@pytest.fixture(scope="module")
def issuer():
    require_counterparts()
    client = {"client_id": "edusync", "client_secret": SECRET, "redirect_uris": [CALLBACK]}
    with openid_provider([client], PEOPLE) as found:
        yield found


@pytest.fixture
def provider(organization, issuer, settings):
    settings.OUTGOING_ALLOWED_HOSTS = frozenset({"127.0.0.1"})
    return make_provider(organization.pk, issuer, client_secret=SECRET)


def walk(address, login):
    """Sign in at the provider and consent, as a browser would; the address it leads back to."""
    with httpx.Client() as browser:
        answer = browser.get(address)
        for _ in range(12):
            if answer.is_redirect:
                target = urljoin(str(answer.url), answer.headers["location"])
                if target.startswith(CALLBACK):
                    return target
                answer = browser.get(target)
                continue
            assert answer.status_code == 200, answer.text
            action = re.search(r'action="([^"]+)"', answer.text)[1]
            prompt = re.search(r'name="prompt" value="([^"]+)"', answer.text)[1]
            form = {"prompt": prompt, "login": login, "password": "any"}
            answer = browser.post(urljoin(str(answer.url), action), data=form)
    raise AssertionError("the provider never led back")


def sign_in(client, login):
    start = client.post(f"/api/v1/sign-in/providers/{SLUG}/start", {"next": "/courses"})
    back = urlsplit(walk(start.json()["url"], login))
    return client.get(f"{back.path}?{back.query}")["Location"]


def test_the_check_tells_what_the_provider_says(provider, issuer):
    facts = check_provider(provider)
    assert provider.check_status == "ok"
    assert facts["issuer"] == issuer
    assert facts["pkce"] == "yes"


def test_a_person_signs_in_with_it(api, provider, make_person):
    ada = make_person("ada", email="ada@school.example")
    client = api()
    assert sign_in(client, "ada") == "http://127.0.0.1:8000/sign-in/done?next=%2Fcourses"
    assert client.get("/api/v1/me").json()["id"] == ada.pk


def test_a_new_person_is_created_where_that_is_wanted(api, provider):
    type(provider).unscoped.update(creates_people=True)
    client = api()
    sign_in(client, "ada")
    assert client.get("/api/v1/me").json()["display_name"] == "Ada Lovelace"


def test_an_address_that_it_did_not_prove_links_nobody(api, provider, make_person):
    make_person("ada", email="ada@school.example")
    client = api()
    assert "error=email_not_verified" in sign_in(client, "eve")
    assert client.get("/api/v1/me").status_code == 401


def test_a_wrong_client_secret_is_found_out(api, provider, make_person):
    make_person("ada", email="ada@school.example")
    provider.client_secret = "another"
    provider.save()
    client = api()
    assert "error=unexpected_answer" in sign_in(client, "ada")
    assert client.get("/api/v1/me").status_code == 401
