import pytest

from edusync.identity.rest.sign_in_bodies import has_lone_surrogate
from edusync.identity.testing import AccountPages

PATHS = (
    "auth/login",
    "auth/signup",
    "auth/session",
    "auth/reauthenticate",
    "auth/email/verify",
    "auth/password/request",
    "auth/password/reset",
    "account/password/change",
    "account/email",
)
BODIES = {
    "surrogate in a password": '{"email": "a@example.com", "username": "a", "password": "\\ud800 long enough"}',
    "surrogate in a name": '{"username": "\\ud800", "password": "long enough", "first_name": "\\udfff"}',
    "surrogate in a key": '{"key": "\\uD800", "current_password": "\\udc00", "new_password": "long enough 1"}',
    "NUL": '{"username": "a\\u0000b", "password": "a\\u0000b long enough", "key": "\\u0000"}',
    "no JSON": "not json",
    "no object": '["email"]',
    "null": "null",
    "other types": '{"email": {}, "username": [], "password": 5, "key": true, "new_password": null}',
    "not UTF-8": b'{"email": "\xff\xfe"}',
    "empty": "",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
@pytest.mark.parametrize("who", ["visitor", "learner"])
def test_no_body_brings_the_sign_in_pages_down(api, learner, body, who):
    client = api(learner if who == "learner" else None)
    for path in PATHS:
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = client.generic(method, AccountPages.base + path, body)
            assert answer.status_code < 500, (method, path)


@pytest.mark.parametrize("key", ["", "x", "a:b:c", "1-x", "-", "zzzzzzzzzzzzzzzzzzzzzz-1", "é", "%00"])
def test_no_key_brings_the_links_down(api, organization, key):
    client = api()
    verify = client.get(AccountPages.base + "auth/email/verify", HTTP_X_EMAIL_VERIFICATION_KEY=key)
    reset = client.get(AccountPages.base + "auth/password/reset", HTTP_X_PASSWORD_RESET_KEY=key)
    assert (verify.status_code, reset.status_code) == (400, 400)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"a": "\\ud83d\\ude00"}', False),
        (b'{"a": "\\ud83d"}', True),
        (b'{"\\uDE00": 1}', True),
        (b'{"a": "\\\\ud83d"}', False),
        (b"\\ud83d", False),
    ],
)
def test_pairs_of_surrogates_are_text_and_halves_are_not(body, expected):
    assert has_lone_surrogate(body) is expected
