"""Access tokens at the API: what they open, and which are none."""

import base64
import dataclasses
import hashlib
import hmac
import json
import time

import jwt
import pytest
from allauth.idp.oidc.adapter import get_adapter
from django.core.cache import cache
from django.core.management import call_command

from edusync.identity.models import ApplicationGrant, SigningKey, User
from edusync.identity.oauth import bearer
from edusync.identity.oauth.scopes import ALL_SCOPES, API_SCOPES, permissions_of_scopes
from edusync.identity.oauth.testing import Program
from edusync.identity.oauth.texts import EN, TA
from edusync.identity.services import application_grants as grants
from edusync.identity.services.signing_keys import rotate_signing_keys
from edusync.identity.sso.testing import new_pem
from edusync.kernel.tenancy import organization_context


@pytest.fixture(autouse=True)
def _fresh_keys():
    bearer.forget_keys()


@pytest.fixture
def program(organization, admin):
    return Program(
        organization_id=organization.pk,
        owner=admin,
        scopes=["openid", "profile", "email", "learning:read", "profile:write", "people:read"],
    )


@pytest.fixture
def token(program, learner):
    return program.tokens_of(learner)["access_token"]


def refused(program, token):
    answer = program.call(token)
    assert answer.status_code == 401, answer.content
    assert answer.json()["code"] == "token-refused"
    assert 'error="invalid_token"' in answer["WWW-Authenticate"]


def signed(claims, key, algorithm="RS256", kid=None):
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid} if kid else None)


def parts(token):
    return jwt.decode(token, options={"verify_signature": False}), jwt.get_unverified_header(token)


def own_key():
    return SigningKey.objects.get()


def test_a_token_lives_ten_minutes_and_names_its_audience(token, learner):
    claims, header = parts(token)
    assert claims["exp"] - claims["iat"] == 600
    assert claims["aud"] == "http://127.0.0.1:8000/api/v1"
    assert claims["iss"] == "http://127.0.0.1:8000"
    assert claims["sub"] == str(learner.uuid)
    assert header["alg"] == "RS256"
    assert header["kid"] == own_key().key_id


def test_a_token_opens_what_its_scopes_say_and_the_person_may(program, learner, admin):
    little = program.tokens_of(learner, scope="openid learning:read")["access_token"]
    assert program.call(little, "/api/v1/courses").status_code == 200
    assert program.call(little, "/api/v1/people").status_code == 403
    # The scope opens nothing that the person may not do.
    wide = program.tokens_of(learner, scope="openid people:read")["access_token"]
    assert program.call(wide, "/api/v1/people").status_code == 403
    assert program.call(wide, "/api/v1/courses").status_code == 403
    strong = program.tokens_of(admin, scope="openid people:read")["access_token"]
    assert program.call(strong, "/api/v1/people").status_code == 200
    assert program.call(strong, "/api/v1/applications").status_code == 403


def test_a_token_that_only_tells_who_somebody_is_opens_nothing(program, learner):
    token = program.tokens_of(learner, scope="openid profile email")["access_token"]
    assert program.call(token, "/api/v1/courses").status_code == 403


def test_a_token_of_a_superuser_is_capped_too(program, admin):
    User.objects.filter(pk=admin.pk).update(is_superuser=True)
    token = program.tokens_of(admin, scope="openid learning:read")["access_token"]
    assert program.call(token, "/api/v1/people").status_code == 403


def test_a_token_needs_no_csrf_token_and_a_cookie_does_not_replace_it(program, learner, api):
    client = api(learner)
    answer = client.get("/api/v1/courses", HTTP_AUTHORIZATION="Bearer eyJ.eyJ.sig")
    assert answer.status_code == 401


def test_changed_tokens_are_none(program, token):
    claims, header = parts(token)
    head, body, signature = token.split(".")
    other = (
        base64.urlsafe_b64encode(json.dumps({**claims, "scope": "people:write"}).encode())
        .decode()
        .rstrip("=")
    )
    refused(program, f"{head}.{other}.{signature}")
    refused(program, f"{head}.{body}.{signature[:-6]}AAAAAA")
    refused(program, f"{head}.{body}.")
    assert header["alg"] == "RS256"


def test_alg_none_is_no_signature(program, token):
    claims, header = parts(token)
    refused(program, jwt.encode(claims, None, algorithm="none", headers={"kid": header["kid"]}))


def test_the_public_key_is_no_shared_secret(program, token):
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    claims, header = parts(token)
    pem = bearer.public_key(header["kid"]).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    head = part({"alg": "HS256", "typ": "JWT", "kid": header["kid"]}) + b"." + part(claims)
    mac = base64.urlsafe_b64encode(hmac.new(pem, head, hashlib.sha256).digest()).rstrip(b"=")
    refused(program, (head + b"." + mac).decode())


def test_a_foreign_key_signs_nothing(program, token):
    claims, header = parts(token)
    refused(program, signed(claims, new_pem(), kid=header["kid"]))
    refused(program, signed(claims, new_pem(), kid="unknown"))
    refused(program, signed(claims, new_pem()))


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": int(time.time()) - 5},
        {"aud": "https://other.example/api"},
        {"aud": None},
        {"iss": "https://other.example"},
        {"token_use": "id"},
        {"jti": None},
    ],
)
def test_our_own_key_is_not_enough(program, token, changes):
    claims, header = parts(token)
    wanted = {name: value for name, value in {**claims, **changes}.items() if value is not None}
    refused(program, signed(wanted, own_key().private_pem, kid=header["kid"]))


def test_a_well_signed_token_that_was_never_handed_out_is_none(program, token):
    claims, header = parts(token)
    refused(program, signed({**claims, "jti": "made-up"}, own_key().private_pem, kid=header["kid"]))


def test_an_id_token_is_no_access_token(program, learner):
    refused(program, program.tokens_of(learner)["id_token"])


def test_a_token_works_in_its_organization_only(program, learner, other_organization, outsider):
    with organization_context(other_organization.pk):
        elsewhere = Program(
            organization_id=other_organization.pk, owner=outsider, scopes=["openid", "people:read"]
        )
        token = elsewhere.tokens_of(outsider, scope="openid people:read")["access_token"]
    found = program.call(token, "/api/v1/people")
    assert found.status_code == 200
    assert [row["id"] for row in found.json()["results"]] == [outsider.pk]
    assert program.call(token, f"/api/v1/people/{learner.pk}").status_code == 404


def test_a_new_key_signs_after_the_notice_and_the_old_one_stays_a_while(program, learner, client, token):
    key = rotate_signing_keys()
    published = {row["kid"] for row in client.get("/.well-known/jwks.json").json()["keys"]}
    assert key.key_id in published
    assert len(published) == 2
    assert program.call(token).status_code == 200
    assert parts(program.tokens_of(learner)["access_token"])[1]["kid"] != key.key_id
    SigningKey.objects.filter(pk=key.pk).update(activates_at=key.created_at)
    assert parts(program.tokens_of(learner)["access_token"])[1]["kid"] == key.key_id
    assert program.call(token).status_code == 200


def test_an_urgent_rotation_voids_what_the_old_key_signed(program, learner, client, token, capsys):
    call_command("rotate_signing_keys", "--urgent")
    assert "signs from" in capsys.readouterr().out
    bearer.forget_keys()
    refused(program, token)
    assert len(client.get("/.well-known/jwks.json").json()["keys"]) == 1
    assert program.call(program.tokens_of(learner)["access_token"]).status_code == 200


def test_private_keys_are_sealed_in_the_table(token):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT private_pem FROM identity_signing_key")
        assert cursor.fetchone()[0].startswith("v1.")


def test_the_list_of_revoked_tokens_is_kept_where_all_processes_read_it_first(
    program, learner, token, settings, django_capture_on_commit_callbacks
):
    key = grants.revoked_key(get_adapter().hash_token(token))
    assert cache.get(key) is None
    with django_capture_on_commit_callbacks(execute=True):
        grants.end_grants_of_person(user_id=learner.pk, reason="revoked")
    assert cache.get(key)
    # As if this process had not seen the database's change yet.
    ApplicationGrant.unscoped.update(ended_at=None, end_reason="")
    assert program.call(token).status_code == 200
    settings.ENV = dataclasses.replace(settings.ENV, redis_url="redis://127.0.0.1/0")
    refused(program, token)


def test_a_call_with_a_token_costs_few_queries(program, token, django_assert_max_num_queries):
    program.call(token, "/api/v1/me")
    with django_assert_max_num_queries(4):
        program.call(token, "/api/v1/application-scopes")


def test_every_scope_is_explained_and_opens_known_permissions():
    for words in (EN, TA):
        assert set(words["scopes"]) == set(ALL_SCOPES)
    assert set(EN) == set(TA)
    assert permissions_of_scopes(["openid", "nonsense"]) == frozenset()
    assert all(API_SCOPES.values())


def test_only_this_site_can_be_asked_for_as_resource(program, learner):
    from edusync.identity.oauth.testing import query_of

    answer = program.ask(learner, resource="https://other.example/")
    assert "code" not in query_of(answer.headers.get("Location", ""))
    code = program.allow(learner)["code"]
    assert program.redeem(code, resource="https://other.example/").json()["error"] == "invalid_target"
    assert get_adapter().get_issuer() == "http://127.0.0.1:8000"
