"""What a program can do that signs people in here, and what it cannot."""

import pytest

from edusync.identity.models import ApplicationGrant, OrganizationMembership, User
from edusync.identity.oauth import bearer
from edusync.identity.oauth.testing import RETURN, VERIFIER, Program, query_of
from edusync.identity.services.applications import set_enabled
from edusync.kernel.policy import Actor

LISTENED = "/api/v1/courses"


@pytest.fixture(autouse=True)
def _fresh_keys():
    bearer.forget_keys()


@pytest.fixture
def program(organization, admin):
    return Program(organization_id=organization.pk, owner=admin)


@pytest.fixture
def public_program(organization, admin):
    return Program(organization_id=organization.pk, owner=admin, is_confidential=False, name="Phone app")


def test_a_code_becomes_tokens_that_open_the_api(program, learner):
    answer = program.allow(learner)
    assert answer["state"] == "a-state"
    tokens = program.redeem(answer["code"]).json()
    assert tokens["token_type"] == "Bearer"
    assert tokens["expires_in"] == 600
    assert {"access_token", "refresh_token", "id_token"} <= set(tokens)
    assert program.call(tokens["access_token"]).status_code == 200


def test_userinfo_tells_what_the_scopes_allow(program, learner):
    tokens = program.tokens_of(learner)
    told = program.call(tokens["access_token"], "/oauth/userinfo").json()
    assert told["sub"] == str(learner.uuid)
    assert told["email"] == learner.email
    assert told["name"] == learner.display_name
    little = program.tokens_of(learner, scopes=["openid"])
    assert set(program.call(little["access_token"], "/oauth/userinfo").json()) == {"sub"}


def test_the_discovery_document_names_what_is_there(client, organization):
    found = client.get("/.well-known/openid-configuration").json()
    assert found["issuer"] == "http://127.0.0.1:8000"
    assert found["response_types_supported"] == ["code"]
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert "learning:read" in found["scopes_supported"]
    assert client.get("/.well-known/oauth-authorization-server").json() == found
    keys = client.get("/.well-known/jwks.json").json()["keys"]
    assert [key["kty"] for key in keys] == ["RSA"]
    assert all("d" not in key for key in keys)


def test_who_is_not_signed_in_is_asked_to_and_comes_back(program, client):
    answer = client.get(program.request())
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in?next=%2Foauth%2Fauthorize")


def test_no_is_told_to_the_program(program, learner):
    page = program.ask(learner)
    signed = page.context["form"].initial["request"]
    answer = page.browser.post("/oauth/authorize", {"request": signed, "action": "cancel"})
    assert query_of(answer["Location"]) == {"error": "access_denied", "state": "a-state"}


def test_consent_needs_the_page_own_token(program, learner):
    page = program.ask(learner)
    signed = page.context["form"].initial["request"]
    page.browser.handler.enforce_csrf_checks = True
    answer = page.browser.post(
        "/oauth/authorize", {"request": signed, "scopes": ["openid"], "action": "grant"}
    )
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "https://program.example/return/",
        "https://program.example/return?more=1",
        "https://program.example/Return",
        "https://program.example.evil.example/return",
        "https://program.example:8443/return",
        "http://program.example/return",
        "https://evil.example/return",
        "https://program.example@evil.example/return",
        "javascript:alert(1)",
        "",
    ],
)
def test_redirects_go_to_the_registered_address_letter_for_letter(program, learner, address):
    answer = program.ask(learner, redirect_uri=address)
    assert answer.status_code == 200
    assert "Location" not in answer.headers
    assert "code" not in answer.context.get("scopes", "")
    assert b"request cannot be followed" in answer.content


def test_a_program_on_the_own_machine_listens_on_any_port(organization, admin, learner):
    program = Program(
        organization_id=organization.pk,
        owner=admin,
        is_confidential=False,
        redirect_uris=["http://127.0.0.1/return"],
    )
    assert "code" in program.allow(learner, redirect_uri="http://127.0.0.1:49152/return")
    assert b"cannot be followed" in program.ask(learner, redirect_uri="http://127.0.0.1:49152/else").content


@pytest.mark.parametrize(
    "changes",
    [
        {"code_challenge": "", "code_challenge_method": ""},
        {"code_challenge": VERIFIER, "code_challenge_method": "plain"},
        {"code_challenge": VERIFIER, "code_challenge_method": ""},
    ],
)
def test_no_code_without_a_hashed_challenge(program, learner, changes):
    answer = program.ask(learner, **changes)
    assert answer.status_code == 302
    assert query_of(answer["Location"])["error"] == "invalid_request"


@pytest.mark.parametrize("verifier", ["", "another-verifier-of-more-than-forty-three-characters-01"])
def test_a_code_needs_its_verifier(program, learner, verifier):
    code = program.allow(learner)["code"]
    answer = program.redeem(code, code_verifier=verifier)
    assert answer.status_code == 400
    assert "access_token" not in answer.json()


def test_a_code_needs_the_address_it_was_sent_to(program, learner):
    code = program.allow(learner)["code"]
    assert program.redeem(code, redirect_uri=RETURN + "x").status_code in {400, 401}


def test_a_code_of_one_program_is_worth_nothing_to_another(program, public_program, learner):
    code = program.allow(learner)["code"]
    assert public_program.redeem(code).status_code in {400, 401}


def test_a_confidential_program_needs_its_secret(program, learner):
    code = program.allow(learner)["code"]
    answer = program.post(
        "/oauth/token",
        is_known=False,
        grant_type="authorization_code",
        code=code,
        redirect_uri=RETURN,
        code_verifier=VERIFIER,
        client_id=program.client_id,
        client_secret="guessed",
    )
    assert answer.status_code == 401


def test_a_code_used_twice_ends_what_came_of_it(program, learner):
    code = program.allow(learner)["code"]
    tokens = program.redeem(code).json()
    assert program.redeem(code).status_code == 400
    assert program.call(tokens["access_token"]).status_code == 401
    assert program.refresh(tokens["refresh_token"]).status_code == 400
    assert ApplicationGrant.unscoped.get().end_reason == "reused-code"


def test_refresh_tokens_rotate(program, learner):
    first = program.tokens_of(learner)
    second = program.refresh(first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert program.call(second["access_token"]).status_code == 200
    third = program.refresh(second["refresh_token"])
    assert third.status_code == 200


def test_a_refresh_token_used_twice_kills_its_whole_family(program, learner):
    first = program.tokens_of(learner)
    second = program.refresh(first["refresh_token"]).json()
    assert program.refresh(first["refresh_token"]).json()["error"] == "invalid_grant"
    assert program.refresh(second["refresh_token"]).status_code == 400
    for tokens in (first, second):
        assert program.call(tokens["access_token"]).status_code == 401
    assert ApplicationGrant.unscoped.get().end_reason == "reused-refresh-token"


def test_another_consent_of_the_same_person_outlives_a_killed_family(program, learner):
    stolen, other = program.tokens_of(learner), program.tokens_of(learner)
    program.refresh(stolen["refresh_token"])
    program.refresh(stolen["refresh_token"])
    assert program.call(other["access_token"]).status_code == 200


def test_a_refresh_cannot_widen_the_scopes(program, learner):
    tokens = program.tokens_of(learner, scopes=["openid"])
    answer = program.refresh(tokens["refresh_token"], scope="openid learning:read")
    assert answer.json()["error"] == "invalid_scope"
    # What was refused did not use the token up.
    assert program.refresh(tokens["refresh_token"]).status_code == 200


def test_a_public_program_refreshes_without_a_secret(public_program, learner):
    tokens = public_program.tokens_of(learner)
    assert public_program.refresh(tokens["refresh_token"]).status_code == 200


def test_scopes_that_were_not_given_to_the_program_are_refused(program, learner):
    answer = program.ask(learner, scope="openid people:write")
    assert query_of(answer["Location"])["error"] == "invalid_scope"


def test_revoking_a_refresh_token_ends_the_access_token_too(program, learner):
    tokens = program.tokens_of(learner)
    assert program.post("/oauth/revoke", token=tokens["refresh_token"]).status_code == 200
    assert program.call(tokens["access_token"]).status_code == 401
    assert program.refresh(tokens["refresh_token"]).status_code == 400


def test_revoking_an_access_token_leaves_the_rest(program, learner):
    tokens = program.tokens_of(learner)
    program.post("/oauth/revoke", token=tokens["access_token"])
    assert program.call(tokens["access_token"]).status_code == 401
    assert program.refresh(tokens["refresh_token"]).status_code == 200


def test_nobody_revokes_the_tokens_of_another_program(program, public_program, learner):
    tokens = program.tokens_of(learner)
    public_program.post("/oauth/revoke", token=tokens["refresh_token"])
    assert program.call(tokens["access_token"]).status_code == 200


def test_introspection_tells_a_program_of_its_own_tokens_only(organization, admin, learner):
    mine = Program(organization_id=organization.pk, owner=admin)
    other = Program(organization_id=organization.pk, owner=admin, name="Other")
    token = mine.tokens_of(learner)["access_token"]
    assert mine.post("/oauth/introspect", token=token).json()["active"] is True
    assert other.post("/oauth/introspect", token=token).json()["active"] is False


def test_a_program_that_is_shut_can_do_nothing_more(program, learner, admin, organization):
    tokens = program.tokens_of(learner)
    set_enabled(
        application=program.application,
        is_enabled=False,
        actor=Actor(user_id=admin.pk, organization_id=organization.pk),
    )
    assert program.call(tokens["access_token"]).status_code == 401
    assert program.refresh(tokens["refresh_token"]).status_code in {400, 401}
    assert b"cannot be followed" in program.ask(learner).content


def test_people_of_another_organization_cannot_use_a_program(program, outsider):
    answer = program.ask(outsider)
    assert query_of(answer["Location"])["error"] == "access_denied"


@pytest.mark.parametrize("end", ["suspended", "inactive", "password"])
def test_tokens_end_with_the_access_of_the_person(program, learner, end):
    tokens = program.tokens_of(learner)
    if end == "suspended":
        OrganizationMembership.unscoped.filter(user=learner).update(status="suspended")
    elif end == "inactive":
        User.objects.filter(pk=learner.pk).update(is_active=False)
    else:
        User.objects.filter(pk=learner.pk).update(token_version=2)
    assert program.call(tokens["access_token"]).status_code == 401
    assert program.refresh(tokens["refresh_token"]).status_code == 400


def test_prompt_none_answers_without_asking_only_what_this_program_was_allowed(
    program, organization, admin, learner
):
    assert query_of(program.ask(learner, prompt="none")["Location"])["error"] == "consent_required"
    program.tokens_of(learner)
    assert "code" in query_of(program.ask(learner, prompt="none")["Location"])
    other = Program(organization_id=organization.pk, owner=admin, name="Other")
    assert query_of(other.ask(learner, prompt="none")["Location"])["error"] == "consent_required"


def test_prompt_login_asks_to_sign_in_again(program, learner):
    answer = program.ask(learner, prompt="login")
    assert answer["Location"].startswith("/sign-in?next=")
    assert "prompt" not in answer["Location"]


def test_a_program_signs_in_by_itself_for_whoever_set_it_up(organization, admin):
    program = Program(
        organization_id=organization.pk,
        owner=admin,
        grant_types=["client_credentials"],
        redirect_uris=[],
        scopes=["people:read"],
    )
    tokens = program.post("/oauth/token", grant_type="client_credentials", scope="people:read").json()
    assert "refresh_token" not in tokens
    assert program.call(tokens["access_token"], "/api/v1/people").status_code == 200
    User.objects.filter(pk=admin.pk).update(is_active=False)
    assert program.call(tokens["access_token"], "/api/v1/people").status_code == 401


def test_a_parameter_named_user_is_no_user(organization, admin, program, learner):
    machine = Program(
        organization_id=organization.pk,
        owner=admin,
        grant_types=["client_credentials"],
        redirect_uris=[],
        scopes=["learning:read"],
    )
    answer = machine.post(
        "/oauth/token", grant_type="client_credentials", scope="learning:read", user=str(learner.pk)
    )
    assert answer.status_code == 200
    assert ApplicationGrant.unscoped.get(application=machine.application).user_id is None
    code = program.allow(learner)["code"]
    tokens = program.redeem(code, user=str(admin.pk)).json()
    assert program.call(tokens["access_token"], "/oauth/userinfo").json()["sub"] == str(learner.uuid)


def test_only_programs_with_that_grant_sign_in_by_themselves(program):
    answer = program.post("/oauth/token", grant_type="client_credentials", scope="learning:read")
    assert answer.json()["error"] == "unauthorized_client"


def test_signing_out_at_the_program_asks_here(program, learner, client):
    tokens = program.tokens_of(learner)
    client.force_login(learner)
    page = client.get(
        "/oauth/logout",
        {"id_token_hint": tokens["id_token"], "post_logout_redirect_uri": "https://evil.example/"},
    )
    assert page.status_code == 200
    assert b"evil.example" not in page.headers.get("Location", "").encode()
    page = client.get("/oauth/logout", {"id_token_hint": tokens["id_token"]})
    assert b"Timetable" in page.content


def test_signing_out_at_the_program_ends_its_tokens(program, learner, client):
    tokens = program.tokens_of(learner)
    client.force_login(learner)
    page = client.get("/oauth/logout", {"id_token_hint": tokens["id_token"]})
    fields = {field.name: field.value() or "" for field in page.context["form"].hidden_fields()}
    from django.test import Client

    Client.post(
        client,
        "/oauth/logout",
        {**fields, "action": "stay", "csrfmiddlewaretoken": page.context["csrf_token"]},
    )
    assert program.call(tokens["access_token"]).status_code == 401
    assert client.get("/api/v1/me").status_code == 200


def test_a_new_password_ends_what_programs_may(program, learner, client):
    from allauth.account.adapter import get_adapter

    tokens = program.tokens_of(learner)
    get_adapter().set_password(learner, "another horse 43")
    assert program.call(tokens["access_token"]).status_code == 401
    assert program.refresh(tokens["refresh_token"]).status_code == 400


def test_the_consent_page_may_lead_to_the_program_and_nowhere_else(program, learner):
    policy = program.ask(learner).headers["Content-Security-Policy"]
    assert "form-action 'self' https://program.example" in policy
    assert "frame-ancestors" in policy
