"""Second factors: set up, asked for at sign-in, wanted of roles, sealed in the database; codes by mail."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import caches
from django.test import TestCase

from edusync.audit.models import AuditEvent
from edusync.identity.models import LoginAttempt, RoleAssignment, SignInPolicy, User
from edusync.identity.services import second_factors
from edusync.identity.testing import PASSWORD, AccountPages, link_in_mail, make_person
from edusync.kernel import clock, crypto

AUTH = "/_allauth/browser/v1/auth/"
FACTORS = "/_allauth/browser/v1/account/authenticators"
POLICY = "/api/v1/sign-in-policy"


def later(**span):
    return clock.frozen(clock.now() + timedelta(**span))


def code_for(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def wrong_code_for(secret):
    right = {
        format_hotp_value(hotp_value(secret, int(time.time()) // 30 + shift)) for shift in (-2, -1, 0, 1, 2)
    }
    return next(
        code for code in ("000000", "111111", "222222", "333333", "444444", "555555") if code not in right
    )


def set_up(client):
    """Set up an authenticator app in the browser; its secret."""
    secret = client.post("/api/v1/me/totp-secret").json()["secret"]
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post(f"{FACTORS}/totp", {"code": code_for(secret)})
    assert answer.status_code == 200, answer.content
    # A code works once; the next sign-in of a test may fall into the same half minute.
    caches["shared"].clear()
    return secret


def pending(answer):
    assert answer.status_code == 401, answer.content
    return [flow["id"] for flow in answer.json()["data"]["flows"] if flow.get("is_pending")]


def error_of(answer):
    assert answer.status_code == 400, answer.content
    return answer.json()["errors"][0]["code"]


@pytest.fixture
def secret(pages, learner):
    """The secret of the learner's authenticator app; nobody is signed in."""
    pages.sign_in(email=learner.email)
    found = set_up(pages.client)
    pages.sign_out()
    mail.outbox.clear()
    return found


def test_an_app_is_set_up_by_its_first_code_and_told_by_mail(pages, learner):
    pages.sign_in(email=learner.email)
    offer = pages.client.post("/api/v1/me/totp-secret").json()
    assert offer["image"].startswith("data:image/svg+xml")
    refused = pages.client.post(f"{FACTORS}/totp", {"code": wrong_code_for(offer["secret"])})
    assert error_of(refused) == "incorrect_code"
    assert not Authenticator.objects.exists()
    set_up(pages.client)
    assert "/not-me/" in mail.outbox[-1].body
    assert AuditEvent.objects.filter(
        action="identity.second_factor.added", target_id=str(learner.pk), facts__type="totp"
    ).exists()
    assert pages.client.get("/api/v1/me").json()["second_factor"]["is_set"] is True


def test_secrets_are_sealed_in_the_database(pages, learner, secret):
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    row = Authenticator.objects.get(user=learner, type="totp")
    assert crypto.unseal(row.data["secret"], purpose="mfa_authenticator.data") == secret
    assert Authenticator.objects.get(user=learner, type="recovery_codes").data["seed"].startswith("v1.")


def test_the_password_alone_does_not_sign_in_any_more(pages, learner, secret):
    assert pending(pages.sign_in(email=learner.email)) == ["mfa_authenticate"]
    pages.client.problem(pages.client.get("/api/v1/me"), 401)
    assert (
        error_of(pages.client.post(AUTH + "2fa/authenticate", {"code": wrong_code_for(secret)}))
        == "incorrect_code"
    )
    assert pages.client.post(AUTH + "2fa/authenticate", {"code": code_for(secret)}).status_code == 200
    assert pages.client.get("/api/v1/me").status_code == 200
    assert LoginAttempt.objects.filter(user=learner).latest("pk").method == "totp"


def test_a_code_works_once(pages, api, learner, secret):
    code = code_for(secret)
    pages.sign_in(email=learner.email)
    assert pages.client.post(AUTH + "2fa/authenticate", {"code": code}).status_code == 200
    again = AccountPages(api())
    again.sign_in(email=learner.email)
    assert error_of(again.client.post(AUTH + "2fa/authenticate", {"code": code})) == "incorrect_code"


def test_a_recovery_code_signs_in_once(pages, api, learner, secret):
    pages.sign_in(email=learner.email)
    pages.client.post(AUTH + "2fa/authenticate", {"code": code_for(secret)})
    codes = pages.client.get(f"{FACTORS}/recovery-codes").json()["data"]["unused_codes"]
    assert len(codes) == 10
    for expected in (200, 400):
        visitor = AccountPages(api())
        visitor.sign_in(email=learner.email)
        answer = visitor.client.post(AUTH + "2fa/authenticate", {"code": codes[0]})
        assert answer.status_code == expected
    assert LoginAttempt.objects.filter(user=learner, method="recovery-code", outcome="succeeded").count() == 1


def test_wrong_codes_lock_the_account_and_even_the_right_one_waits(pages, learner, secret):
    pages.sign_in(email=learner.email)
    for _ in range(10):
        assert (
            error_of(pages.client.post(AUTH + "2fa/authenticate", {"code": wrong_code_for(secret)}))
            == "incorrect_code"
        )
    answer = pages.client.post(AUTH + "2fa/authenticate", {"code": code_for(secret)})
    assert error_of(answer) == "too_many_login_attempts"
    learner.refresh_from_db()
    assert learner.account_locked_until is not None


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("post", "/api/v1/me/totp-secret", None),
        ("get", f"{FACTORS}/totp", None),
        ("delete", f"{FACTORS}/totp", None),
        ("get", f"{FACTORS}/recovery-codes", None),
        ("post", f"{FACTORS}/recovery-codes", None),
        ("get", f"{FACTORS}/webauthn", None),
        (
            "post",
            "/_allauth/browser/v1/account/password/change",
            {"current_password": "a", "new_password": "b"},
        ),
        ("post", "/_allauth/browser/v1/account/email", {"email": "new@example.com"}),
    ],
)
def test_what_changes_or_shows_a_secret_asks_for_a_fresh_proof(pages, learner, method, path, body):
    pages.sign_in(email=learner.email)
    with later(minutes=16):
        call = getattr(pages.client, method)
        pages.client.problem(call(path) if body is None else call(path, body), 403, "step-up-needed")


def test_a_code_of_the_app_is_a_fresh_proof(pages, learner, secret):
    pages.sign_in(email=learner.email)
    pages.client.post(AUTH + "2fa/authenticate", {"code": code_for(secret)})
    caches["shared"].clear()
    with later(minutes=16):
        assert pages.client.post(AUTH + "2fa/reauthenticate", {"code": code_for(secret)}).status_code == 200
        assert pages.client.delete(f"{FACTORS}/totp").status_code == 200
    assert not Authenticator.objects.exists()
    assert "does not ask for codes" in mail.outbox[-1].body


def test_the_django_admin_does_not_let_people_past_their_second_factor(client, learner, secret):
    User.objects.filter(pk=learner.pk).update(is_staff=True)
    answer = client.post("/admin/login/?next=/admin/", {"username": learner.username, "password": PASSWORD})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session
    assert "second factor" in answer.content.decode()


# What an organization asks.


@pytest.fixture
def strict(organization):
    """The organization asks admins for a second factor at once."""
    return second_factors.change_sign_in_policy(
        policy=second_factors.sign_in_policy(organization.pk),
        changes={"second_factor_roles": ["admin"], "second_factor_grace_days": 0},
        changed_by=None,
    )


def test_admins_have_a_week_to_set_one_up(api, admin, organization):
    client = api(admin)
    due = client.get("/api/v1/me").json()["second_factor"]
    assert due["is_set"] is False
    assert due["due_at"] is not None
    with later(days=6):
        assert client.get("/api/v1/people").status_code == 200
    with later(days=8):
        client.problem(client.get("/api/v1/people"), 403, "second-factor-required")


def test_without_one_nothing_is_open_but_to_set_it_up(api, admin, strict):
    pages = AccountPages(api())
    pages.sign_in(email=admin.email)
    client = pages.client
    for path in ("/api/v1/people", "/api/v1/courses/1/learners", "/api/v1/roles", POLICY):
        assert client.get(path).status_code in {403, 404}
    client.problem(client.get("/api/v1/people"), 403, "second-factor-required")
    client.problem(client.post(f"/api/v1/people/{admin.pk}/unlock"), 403, "second-factor-required")
    for path in ("/api/v1/me", "/api/v1/me/sessions", "/api/v1/site"):
        assert client.get(path).status_code == 200
    assert client.get("/admin/")["Location"] == "/account/security"
    set_up(client)
    assert client.get("/api/v1/people").status_code == 200


def test_other_roles_are_not_asked(api, learner, instructor, strict):
    for person in (learner, instructor):
        client = api(person)
        assert client.get("/api/v1/me").json()["second_factor"] == {"is_set": False, "due_at": None}


def test_a_role_granted_later_has_its_days_from_then(api, admin, organization):
    client = api(admin)
    RoleAssignment.unscoped.filter(user=admin).update(created_at=clock.now() + timedelta(days=10))
    with later(days=8):
        assert client.get("/api/v1/people").status_code == 200
    with later(days=18):
        client.problem(client.get("/api/v1/people"), 403, "second-factor-required")


def test_nobody_is_asked_where_the_organization_asks_nobody(api, admin, organization):
    second_factors.change_sign_in_policy(
        policy=second_factors.sign_in_policy(organization.pk),
        changes={"second_factor_roles": []},
        changed_by=None,
    )
    client = api(admin)
    with later(days=100):
        assert api(admin).get("/api/v1/people").status_code == 200
    assert client.get("/api/v1/me").json()["second_factor"]["due_at"] is None


def test_admins_change_what_is_asked_and_it_is_recorded(api, admin, instructor, organization):
    client = api(admin)
    before = client.get(POLICY)
    assert before.json()["second_factor_roles"] == ["admin"]
    assert before.json()["without_second_factor"] == 1
    changes = {"second_factor_roles": ["instructor", "admin"], "session_idle_hours": 24}
    answer = client.patch(POLICY, changes, HTTP_IF_MATCH=before["ETag"])
    assert answer.status_code == 200
    assert answer.json()["second_factor_roles"] == ["admin", "instructor"]
    assert answer.json()["without_second_factor"] == 2
    assert api(instructor).get("/api/v1/me").json()["second_factor"]["due_at"] is not None
    facts = AuditEvent.objects.get(action="identity.sign_in_policy.changed").facts
    assert facts["after"]["session_idle_hours"] == 24
    client.problem(client.patch(POLICY, changes, HTTP_IF_MATCH=before["ETag"]), 412, "stale-version")
    client.problem(client.patch(POLICY, changes), 428, "version-required")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"second_factor_grace_days": 31}, "/second_factor_grace_days"),
        ({"session_idle_hours": 0}, "/session_idle_hours"),
        ({"session_longest_hours": 100_000}, "/session_longest_hours"),
    ],
)
def test_rules_out_of_range_are_refused(api, admin, body, pointer):
    client = api(admin)
    answer = client.patch(POLICY, body, HTTP_IF_MATCH="*")
    assert client.problem(answer, 422)["errors"][0]["pointer"] == pointer


def test_unknown_roles_are_refused(api, admin):
    client = api(admin)
    answer = client.patch(POLICY, {"second_factor_roles": ["wizard"]}, HTTP_IF_MATCH="*")
    client.problem(answer, 422, "unknown-role")


@pytest.mark.parametrize("who", ["learner", "instructor"])
def test_only_who_manages_sign_in_sees_the_rules(api, request, who):
    client = api(request.getfixturevalue(who))
    client.problem(client.get(POLICY), 403)
    client.problem(client.patch(POLICY, {}), 403)


def test_rules_of_one_organization_do_not_hold_in_another(api, admin, outsider, strict, other_organization):
    assert api(outsider).get("/api/v1/people").status_code == 200
    assert not SignInPolicy.objects.filter(pk=other_organization.pk).exists()


def test_an_admin_helps_who_lost_phone_and_codes(pages, api, learner, admin, secret):
    path = f"/api/v1/people/{learner.pk}/second-factor"
    assert api(admin).get(f"/api/v1/people/{learner.pk}").json()["sign_in"]["has_second_factor"] is True
    assert api(admin).delete(path).status_code == 204
    assert pages.sign_in(email=learner.email).status_code == 200
    client = api(admin)
    client.problem(client.delete(path), 404)
    assert AuditEvent.objects.filter(action="identity.second_factor.removed", actor_id=admin.pk).exists()


# Codes by mail.


def ask_code(pages, email):
    return pages.client.post(AUTH + "code/request", {"email": email})


def confirm(pages, code):
    return pages.client.post(AUTH + "code/confirm", {"code": code})


def code_in_mail():
    return mail.outbox[-1].subject.partition(" ")[0]


def test_a_code_from_a_mail_signs_in(pages, learner):
    assert pending(ask_code(pages, learner.email)) == ["login_by_code"]
    assert confirm(pages, code_in_mail()).status_code == 200
    assert pages.client.get("/api/v1/me").json()["id"] == learner.pk
    assert LoginAttempt.objects.get(user=learner).method == "code"


def test_asking_for_a_code_answers_alike_for_everybody(pages, api, learner):
    known = ask_code(pages, learner.email)
    unknown = ask_code(AccountPages(api()), "nobody@example.com")
    assert known.status_code == unknown.status_code == 401
    assert known.json() == unknown.json()
    assert "No account has it" in mail.outbox[-1].body


def test_a_code_is_not_enough_where_there_is_a_second_factor(pages, learner, secret):
    ask_code(pages, learner.email)
    assert pending(confirm(pages, code_in_mail())) == ["mfa_authenticate"]


def test_three_wrong_codes_end_the_code_and_count_for_the_lock(pages, learner):
    ask_code(pages, learner.email)
    right = code_in_mail()
    for _ in range(3):
        assert confirm(pages, "WRONG1").status_code == 400
    assert confirm(pages, right).status_code == 409
    learner.refresh_from_db()
    assert learner.failed_login_attempts == 3


def test_a_code_does_not_open_a_locked_account(pages, learner):
    User.objects.filter(pk=learner.pk).update(account_locked_until=clock.now() + timedelta(minutes=5))
    ask_code(pages, learner.email)
    assert error_of(confirm(pages, code_in_mail())) == "too_many_login_attempts"
    pages.client.problem(pages.client.get("/api/v1/me"), 401)


def test_a_code_from_a_mail_proves_the_address(pages, organization):
    person = make_person("uma", is_email_verified=False)
    ask_code(pages, person.email)
    assert confirm(pages, code_in_mail()).status_code == 200
    assert person.emailaddress_set.get().verified


def test_the_passkey_page_tells_nothing_about_accounts(pages, learner):
    options = pages.client.get(AUTH + "webauthn/login").json()["data"]["request_options"]["publicKey"]
    assert options.get("allowCredentials", []) == []
    assert options["userVerification"] == "required"
    assert options["rpId"] == "testserver"


def test_a_made_up_passkey_does_not_sign_in(pages, learner):
    pages.client.get(AUTH + "webauthn/login")
    answer = pages.client.post(
        AUTH + "webauthn/login", {"credential": {"id": "eA", "rawId": "eA", "type": "public-key"}}
    )
    assert answer.status_code == 400


def test_the_link_in_a_mail_about_a_change_works(pages, api, learner):
    pages.sign_in(email=learner.email)
    set_up(pages.client)
    assert api().post("/api/v1/sign-in-alarms", {"token": link_in_mail("/not-me/")}).status_code == 204
    pages.client.problem(pages.client.get("/api/v1/me"), 401)
