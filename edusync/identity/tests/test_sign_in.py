from datetime import timedelta

import pytest
from django.conf import settings as site
from django.core import mail

from edusync.audit.models import AuditEvent
from edusync.identity import services
from edusync.identity.models import User
from edusync.identity.testing import PASSWORD, AccountPages, link_in_mail, make_person
from edusync.kernel import clock


def code_of(answer):
    return answer.json()["errors"][0]["code"]


def fail(pages, times, **login):
    for _ in range(times):
        answer = pages.sign_in("wrong password", **login)
        assert answer.status_code == 400
    return answer


@pytest.mark.parametrize(
    "login",
    [
        {"email": "lena@example.com"},
        {"email": "LENA@example.com"},
        {"username": "lena1"},
        {"username": "LENA1"},
    ],
)
def test_people_sign_in_by_address_or_user_name(pages, login):
    make_person("lena", username="lena1")
    assert pages.sign_in(**login).status_code == 200
    assert pages.client.get("/api/v1/me").json()["username"] == "lena1"


def test_sign_in_and_sign_out_are_recorded_with_the_address(pages, learner):
    pages.sign_in(email=learner.email)
    assert pages.sign_out().status_code == 401
    pages.client.problem(pages.client.get("/api/v1/me"), 401)
    events = AuditEvent.objects.filter(target_id=str(learner.pk), action__startswith="identity.person.signed")
    assert list(events.order_by("id").values_list("action", "actor_id", "address")) == [
        ("identity.person.signed_in", learner.pk, "127.0.0.1"),
        ("identity.person.signed_out", learner.pk, "127.0.0.1"),
    ]
    learner.refresh_from_db()
    assert learner.last_login_ip == "127.0.0.1"
    assert learner.last_login is not None


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(pages, learner):
    pages.sign_in(email=learner.email)
    cookie = pages.client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == site.SESSION_COOKIE_AGE


def test_sign_in_needs_the_csrf_token(api, learner):
    pages = AccountPages(api(enforce_csrf_checks=True))
    assert pages.sign_in(email=learner.email).status_code == 403
    pages.client.get("/api/v1/site")
    pages.client.defaults["HTTP_X_CSRFTOKEN"] = pages.client.cookies["csrftoken"].value
    assert pages.sign_in(email=learner.email).status_code == 200


def test_unknown_and_known_addresses_answer_alike(pages, learner):
    known = pages.sign_in("wrong password", email=learner.email)
    unknown = pages.sign_in("wrong password", email="nobody@example.com")
    assert known.status_code == unknown.status_code == 400
    assert known.json() == unknown.json()


def test_ten_wrong_passwords_lock_the_account_even_for_the_right_one(pages, learner):
    assert code_of(fail(pages, 10, email=learner.email)) == "email_password_mismatch"
    answer = pages.sign_in(email=learner.email)
    assert (answer.status_code, code_of(answer)) == (400, "too_many_login_attempts")
    learner.refresh_from_db()
    assert learner.account_locked_until is not None


def test_the_lock_counts_both_ways_of_naming_the_account(pages):
    make_person("lena", username="lena1")
    fail(pages, 5, email="lena@example.com")
    fail(pages, 5, username="lena1")
    assert code_of(pages.sign_in(username="lena1")) == "too_many_login_attempts"


def test_an_address_nobody_has_is_locked_alike(pages):
    fail(pages, 10, email="nobody@example.com")
    assert code_of(pages.sign_in(email="nobody@example.com")) == "too_many_login_attempts"


def test_the_lock_ends_after_fifteen_minutes(pages, learner):
    fail(pages, 10, email=learner.email)
    with clock.frozen(clock.now() + timedelta(minutes=14)):
        assert pages.sign_in(email=learner.email).status_code == 400
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        assert pages.sign_in(email=learner.email).status_code == 200


def test_a_right_password_starts_the_count_again(pages, learner):
    fail(pages, 9, email=learner.email)
    assert pages.sign_in(email=learner.email).status_code == 200
    pages.sign_out()
    fail(pages, 9, email=learner.email)
    assert pages.sign_in(email=learner.email).status_code == 200


def test_an_admin_opens_a_locked_account(pages, api, learner, admin):
    fail(pages, 10, email=learner.email)
    assert api(admin).get(f"/api/v1/people/{learner.pk}").json()["status"] == "locked"
    assert api(admin).post(f"/api/v1/people/{learner.pk}/unlock").json()["status"] == "active"
    assert pages.sign_in(email=learner.email).status_code == 200


def test_the_django_admin_has_the_same_lock(client, pages, admin):
    User.objects.filter(pk=admin.pk).update(is_staff=True)
    fail(pages, 10, username=admin.username)
    answer = client.post("/admin/login/?next=/admin/", {"username": admin.username, "password": PASSWORD})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_failed_sign_ins_are_recorded_without_what_nobody_has(pages, learner):
    fail(pages, 1, email=learner.email)
    fail(pages, 1, username="my secret password")
    rows = AuditEvent.objects.filter(action="identity.sign_in.failed").order_by("id")
    assert [(row.target_id, row.facts) for row in rows] == [
        (str(learner.pk), {"login": "lena@example.com"}),
        ("", {}),
    ]


def test_suspended_people_are_told_so_only_with_the_right_password(pages, learner, organization):
    services.set_member_status(
        user_id=learner.pk, organization_id=organization.pk, status="suspended", changed_by=None
    )
    assert code_of(pages.sign_in("wrong password", email=learner.email)) == "email_password_mismatch"
    assert code_of(pages.sign_in(email=learner.email)) == "account_inactive"
    pages.client.problem(pages.client.get("/api/v1/me"), 401)


def test_a_password_is_reset_by_mail_once(pages, learner, settings):
    assert pages.ask_reset(learner.email).status_code == 200
    assert f"{settings.SITE_URL}/reset-password/" in mail.outbox[-1].body
    key = link_in_mail("/reset-password/")
    assert pages.reset(key, "another horse 43").status_code == 401
    assert pages.reset(key, "third horse 44 x").status_code == 400
    assert pages.sign_in(email=learner.email).status_code == 400
    assert pages.sign_in("another horse 43", email=learner.email).status_code == 200
    assert (
        AuditEvent.objects.filter(action="identity.password.changed", target_id=str(learner.pk)).count() == 1
    )


def test_a_reset_link_dies_with_a_newer_password_and_with_time(pages, learner, settings):
    pages.ask_reset(learner.email)
    key = link_in_mail("/reset-password/")
    learner.set_password("changed meanwhile 1")
    learner.save()
    assert pages.reset(key, "another horse 43").status_code == 400

    pages.ask_reset(learner.email)
    key = link_in_mail("/reset-password/")
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert pages.reset(key, "another horse 43").status_code == 400


def test_a_reset_opens_a_locked_account_and_ends_other_sessions(pages, api, learner):
    elsewhere = AccountPages(api())
    elsewhere.sign_in(email=learner.email)
    fail(pages, 10, email=learner.email)
    pages.ask_reset(learner.email)
    pages.reset(link_in_mail("/reset-password/"), "another horse 43")
    assert pages.sign_in("another horse 43", email=learner.email).status_code == 200
    elsewhere.client.problem(elsewhere.client.get("/api/v1/me"), 401)


def test_asking_for_a_reset_answers_alike_for_everybody(pages, learner):
    known = pages.ask_reset(learner.email)
    unknown = pages.ask_reset("nobody@example.com")
    assert known.status_code == unknown.status_code == 200
    assert known.json() == unknown.json()
    assert "No account has it" in mail.outbox[-1].body


def test_a_weak_new_password_is_refused_and_the_link_still_works(pages, learner):
    pages.ask_reset(learner.email)
    key = link_in_mail("/reset-password/")
    assert pages.reset(key, "password").status_code == 400
    assert pages.reset(key, "another horse 43").status_code == 401


def test_people_change_their_password_and_stay_signed_in_here_only(pages, api, learner):
    elsewhere = AccountPages(api())
    elsewhere.sign_in(email=learner.email)
    pages.sign_in(email=learner.email)
    assert pages.change_password("wrong", "another horse 43").status_code == 400
    assert pages.change_password(PASSWORD, "another horse 43").status_code == 200
    assert pages.client.get("/api/v1/me").status_code == 200
    elsewhere.client.problem(elsewhere.client.get("/api/v1/me"), 401)
    assert "Your password was changed" in mail.outbox[-1].body


def test_rate_limits_answer_429(pages, organization, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip"}
    for _ in range(3):
        assert pages.sign_in(email="nobody@example.com").status_code == 400
    assert pages.sign_in(email="nobody@example.com").status_code == 429


def test_passwords_are_hashed_by_bcrypt_and_again_by_argon2id_when_set(pages, organization, settings):
    hashers = "django.contrib.auth.hashers."
    settings.PASSWORD_HASHERS = [hashers + "BCryptSHA256PasswordHasher", hashers + "Argon2PasswordHasher"]
    person = make_person("bea")
    assert person.password.startswith("bcrypt_sha256$$2b$12$")
    settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[::-1]
    assert pages.sign_in(email=person.email).status_code == 200
    person.refresh_from_db()
    assert person.password.startswith("argon2$argon2id$")
