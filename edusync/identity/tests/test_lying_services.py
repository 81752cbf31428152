"""What a lying or broken service achieves: nothing."""

import base64
import hashlib
import hmac
import json
import time

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from edusync.identity.sso.testing import (
    begin,
    error_of,
    finish,
    is_signed_in,
    make_provider,
    new_pem,
    sign_in,
    talking_provider,
)


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


LIES = {
    "wrong issuer": {"claims": {"iss": "https://evil.example"}},
    "expired": {"claims": {"exp": int(time.time()) - 3600}},
    "other audience": {"claims": {"aud": "another-client"}},
    "several audiences": {"claims": {"aud": ["edusync", "another-client"]}},
    "other party": {"claims": {"azp": "another-client"}},
    "wrong nonce": {"claims": {"nonce": "of another sign-in"}},
    "no nonce": {"claims": {"nonce": None}},
    "no subject": {"claims": {"sub": ""}},
    "foreign key": {"signing": {"key": new_pem(), "algorithm": "RS256"}},
    "no signature": {"signing": {"key": None, "algorithm": "none"}},
    "shared secret": {"signing": {"key": "a secret of tests that is long enough", "algorithm": "HS256"}},
    "other subject in userinfo": {
        "userinfo": {"sub": "eve", "email": "ada@school.example", "email_verified": True}
    },
    "garbage": {"id_token": "not.a.token"},
    "no keys": {"keys": {"keys": []}},
    "keys of another kind": {"keys": ["x"]},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_not_believed(api, provider, make_person, service, lie):
    make_person("ada", email="ada@school.example")
    for name, value in LIES[lie].items():
        setattr(service, name, value)
    client = api()
    assert error_of(sign_in(client)) == "unexpected_answer"
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_a_public_key_is_not_taken_for_a_shared_secret(api, provider, make_person, service):
    make_person("ada", email="ada@school.example")
    public = jwt.algorithms.RSAAlgorithm.from_jwk(service.keys["keys"][0])
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    # PyJWT refuses to sign so: written by hand, as an attacker would.
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    client = api()
    asked, _ = begin(client)
    now = int(time.time())
    claims = {
        "iss": service.address,
        "aud": "edusync",
        "iat": now,
        "exp": now + 300,
        "nonce": asked["nonce"],
        **service.person,
    }
    head = part({"alg": "HS256", "kid": service.keys["keys"][0]["kid"]}) + b"." + part(claims)
    signature = base64.urlsafe_b64encode(hmac.new(pem, head, hashlib.sha256).digest()).rstrip(b"=")
    service.id_token = (head + b"." + signature).decode()
    assert error_of(finish(client, asked)) == "unexpected_answer"
