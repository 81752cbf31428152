"""Devices without a keyboard: they show a code, the person types it elsewhere."""

import pytest
from allauth.idp.oidc.internal.oauthlib import device_codes

from edusync.identity.oauth.testing import Program

GRANT = "urn:ietf:params:oauth:grant-type:device_code"


@pytest.fixture
def device(organization, admin):
    return Program(
        organization_id=organization.pk,
        owner=admin,
        name="Classroom screen",
        is_confidential=False,
        redirect_uris=[],
        grant_types=[GRANT, "refresh_token"],
    )


@pytest.fixture(autouse=True)
def _may_poll_at_once(settings):
    settings.IDP_OIDC_DEVICE_CODE_INTERVAL = 0
    settings.IDP_OIDC_RATE_LIMITS = {"device_user_code": "1000/m/ip"}


def ask(device):
    answer = device.post("/oauth/device/code", scope="openid learning:read")
    assert answer.status_code == 200, answer.content
    return answer.json()


def poll(device, asked):
    return device.post("/oauth/token", grant_type=GRANT, device_code=asked["device_code"])


def page(client, code):
    return client.get("/oauth/device", {"code": code})


def decide(client, code, action):
    return client.generic(
        "POST", f"/oauth/device?code={code}", f"action={action}", "application/x-www-form-urlencoded"
    )


def test_a_device_gets_its_tokens_after_the_person_said_yes(device, api, learner):
    asked = ask(device)
    assert asked["verification_uri"].endswith("/oauth/device")
    assert poll(device, asked).json()["error"] == "authorization_pending"
    client = api(learner)
    shown = page(client, asked["user_code"]).content.decode()
    assert "Classroom screen" in shown
    assert asked["user_code"] in shown
    assert "See your courses" in shown
    assert b"device is connected" in decide(client, asked["user_code"], "confirm").content
    tokens = poll(device, asked).json()
    assert device.call(tokens["access_token"]).status_code == 200
    assert device.refresh(tokens["refresh_token"]).status_code == 200


def test_a_device_code_works_once(device, api, learner):
    asked = ask(device)
    decide(api(learner), asked["user_code"], "confirm")
    assert poll(device, asked).status_code == 200
    assert poll(device, asked).status_code == 400


def test_no_is_told_to_the_device(device, api, learner):
    asked = ask(device)
    assert b"not connected" in decide(api(learner), asked["user_code"], "deny").content
    assert poll(device, asked).json()["error"] == "access_denied"


def test_a_wrong_code_is_said_to_be_wrong(api, learner):
    assert b"wrong or out of date" in page(api(learner), "AAAA-BBBB").content


def test_who_is_not_signed_in_is_asked_to_first(api, device):
    asked = ask(device)
    assert page(api(), asked["user_code"])["Location"].startswith("/sign-in?next=%2Foauth%2Fdevice")


def test_people_of_another_organization_cannot_connect_it(device, api, outsider):
    asked = ask(device)
    assert b"not connected" in decide(api(outsider), asked["user_code"], "confirm").content
    assert poll(device, asked).json()["error"] == "access_denied"


def test_connecting_needs_the_page_own_token(device, learner):
    from edusync.kernel.testing import ApiClient

    client = ApiClient(enforce_csrf_checks=True)
    client.force_login(learner)
    asked = ask(device)
    assert decide(client, asked["user_code"], "confirm").status_code == 403
    assert poll(device, asked).json()["error"] == "authorization_pending"


def test_only_programs_that_are_devices_get_codes(organization, admin):
    program = Program(organization_id=organization.pk, owner=admin, is_confidential=False)
    assert program.post("/oauth/device/code", scope="openid").json()["error"] == "unauthorized_client"


def test_codes_are_kept_where_all_processes_see_them(device):
    from django.core.cache import caches

    asked = ask(device)
    key = device_codes.cache_device_code_key(asked["device_code"])
    assert caches["shared"].get(key) is not None
