"""Devices, their life, alarms about new ones, and the list of attempts."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction

from edusync.audit.models import AuditEvent
from edusync.identity.models import LoginAttempt, SignInPolicy, User, UserSession
from edusync.identity.services import second_factors, sessions
from edusync.identity.testing import PASSWORD, AccountPages, link_in_mail
from edusync.kernel import clock
from edusync.kernel.testing import run_worker

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1"
)
ALARM = "/api/v1/sign-in-alarms"


def later(**span):
    return clock.frozen(clock.now() + timedelta(**span))


@pytest.fixture
def sign_in(api):
    """Signs a person in on a device of their own; returns its browser."""

    def act(person, agent=FIREFOX, address="192.0.2.7"):
        client = api(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
        assert AccountPages(client).sign_in(email=person.email).status_code == 200
        return client

    return act


def test_devices_are_listed_in_words_with_the_present_one_marked(sign_in, learner):
    sign_in(learner, IPHONE, "192.0.2.8")
    here = sign_in(learner)
    rows = here.get("/api/v1/me/sessions").json()["results"]
    assert [(row["device"]["browser"], row["device"]["system"], row["device"]["kind"]) for row in rows] == [
        ("Firefox", "Linux", "desktop"),
        ("Safari", "iPhone", "phone"),
    ]
    assert [(row["address"], row["method"], row["is_current"]) for row in rows] == [
        ("192.0.2.7", "password", True),
        ("192.0.2.8", "password", False),
    ]


def test_a_revoked_device_is_signed_out_with_its_next_request(sign_in, learner):
    phone = sign_in(learner, IPHONE)
    here = sign_in(learner)
    [other] = [row for row in here.get("/api/v1/me/sessions").json()["results"] if not row["is_current"]]
    assert here.delete(f"/api/v1/me/sessions/{other['id']}").status_code == 204
    phone.problem(phone.get("/api/v1/me"), 401)
    assert here.get("/api/v1/me").status_code == 200
    here.problem(here.delete(f"/api/v1/me/sessions/{other['id']}"), 404)
    assert AuditEvent.objects.filter(action="identity.session.revoked").count() == 1


def test_all_others_are_signed_out_at_once(sign_in, learner):
    others = [sign_in(learner, IPHONE), sign_in(learner)]
    here = sign_in(learner)
    assert here.delete("/api/v1/me/sessions").status_code == 204
    for other in others:
        other.problem(other.get("/api/v1/me"), 401)
    assert len(here.get("/api/v1/me/sessions").json()["results"]) == 1


def test_nobody_ends_the_session_of_another(sign_in, learner, stranger):
    sign_in(stranger)
    here = sign_in(learner)
    foreign = UserSession.objects.get(user=stranger)
    here.problem(here.delete(f"/api/v1/me/sessions/{foreign.pk}"), 404)


def test_sign_out_ends_the_row(sign_in, learner):
    here = sign_in(learner)
    AccountPages(here).sign_out()
    assert UserSession.objects.get(user=learner).end_reason == "signed-out"


def test_a_new_password_ends_the_rows_of_other_devices_and_keeps_this_one(sign_in, learner):
    phone = sign_in(learner, IPHONE)
    here = sign_in(learner)
    assert AccountPages(here).change_password(PASSWORD, "another horse 43").status_code == 200
    phone.problem(phone.get("/api/v1/me"), 401)
    [row] = here.get("/api/v1/me/sessions").json()["results"]
    assert row["is_current"]
    assert UserSession.objects.get(pk=row["id"]).session_key == here.session.session_key


def test_a_session_ends_when_it_is_not_used_for_two_weeks(sign_in, learner):
    here = sign_in(learner)
    with later(days=13):
        assert here.get("/api/v1/me").status_code == 200
    with later(days=26):
        assert here.get("/api/v1/me").status_code == 200
    with later(days=41):
        here.problem(here.get("/api/v1/me"), 401)
    assert UserSession.objects.get(user=learner).end_reason == "expired"


def test_a_session_ends_after_sixty_days_however_much_it_is_used(sign_in, learner):
    here = sign_in(learner)
    for day in range(10, 60, 10):
        with later(days=day):
            assert here.get("/api/v1/me").status_code == 200
    with later(days=61):
        here.problem(here.get("/api/v1/me"), 401)


def test_an_organization_shortens_both(sign_in, learner, organization):
    second_factors.change_sign_in_policy(
        policy=second_factors.sign_in_policy(organization.pk),
        changes={"session_idle_hours": 1, "session_longest_hours": 3},
        changed_by=None,
    )
    idle, busy = sign_in(learner), sign_in(learner, IPHONE)
    for minutes in (50, 100, 150):
        with later(minutes=minutes):
            assert busy.get("/api/v1/me").status_code == 200
    with later(minutes=61):
        idle.problem(idle.get("/api/v1/me"), 401)
    with later(minutes=181):
        busy.problem(busy.get("/api/v1/me"), 401)


def test_a_request_costs_no_query_more_and_use_is_noted_every_five_minutes(
    sign_in, learner, django_assert_num_queries
):
    here = sign_in(learner)
    with django_assert_num_queries(2):
        here.get("/api/v1/me")
    seen = UserSession.objects.get(user=learner).last_seen_at
    with later(minutes=4):
        here.get("/api/v1/me")
        assert UserSession.objects.get(user=learner).last_seen_at == seen
    with later(minutes=6):
        here.get("/api/v1/me")
        assert UserSession.objects.get(user=learner).last_seen_at > seen
        with django_assert_num_queries(2):
            here.get("/api/v1/me")


def test_the_list_of_devices_costs_the_same_with_more_of_them(
    sign_in, learner, django_assert_max_num_queries
):
    here = sign_in(learner)
    for number in range(12):
        UserSession.objects.create(user=learner, session_key=f"key{number}", last_seen_at=clock.now())
    with django_assert_max_num_queries(3):
        assert len(here.get("/api/v1/me/sessions").json()["results"]) == 13


def test_a_session_of_before_this_table_gets_its_row(api, learner):
    client = api(learner)
    assert not UserSession.objects.filter(user=learner).exists()
    [row] = client.get("/api/v1/me/sessions").json()["results"]
    assert row["is_current"]


def test_another_token_version_ends_every_session(sign_in, learner):
    here = sign_in(learner)
    User.objects.filter(pk=learner.pk).update(token_version=2)
    here.problem(here.get("/api/v1/me"), 401)


def test_expired_rows_are_closed_and_old_ones_go(learner):
    now = clock.now()
    stale = UserSession.objects.create(user=learner, session_key="a", last_seen_at=now - timedelta(days=15))
    old = UserSession.objects.create(
        user=learner, last_seen_at=now, ended_at=now - timedelta(days=181), end_reason="revoked"
    )
    sessions.tidy_sessions()
    stale.refresh_from_db()
    assert (stale.session_key, stale.end_reason) == (None, "expired")
    assert not UserSession.objects.filter(pk=old.pk).exists()


# What looks after people sees and does.


def test_an_admin_sees_and_ends_the_sessions_of_a_person(sign_in, api, learner, admin):
    phone = sign_in(learner, IPHONE)
    client = api(admin)
    path = f"/api/v1/people/{learner.pk}/sessions"
    [row] = client.get(path).json()["results"]
    assert not row["is_current"]
    assert AuditEvent.objects.filter(action="identity.sessions.read", target_id=str(learner.pk)).exists()
    assert client.delete(f"{path}/{row['id']}").status_code == 204
    phone.problem(phone.get("/api/v1/me"), 401)

    phone = sign_in(learner, IPHONE)
    assert client.delete(path).status_code == 204
    phone.problem(phone.get("/api/v1/me"), 401)
    assert client.get(path).json()["results"] == []


@pytest.mark.parametrize(
    ("who", "status"), [("learner", 403), ("instructor", 404), ("outsider", 404), ("manager", 403)]
)
@pytest.mark.parametrize("route", ["sessions", "login-attempts", "second-factor"])
def test_who_may_not_look_after_a_person(api, request, make_person, admin, who, status, route):
    target = request.getfixturevalue("learner") if who != "manager" else admin
    actor = make_person("mia", roles=("manager",)) if who == "manager" else request.getfixturevalue(who)
    client = api(actor)
    answer = client.delete(f"/api/v1/people/{target.pk}/{route}")
    expected = 405 if route == "login-attempts" else status
    assert answer.status_code == expected, answer.content


def test_ending_the_sessions_of_a_person_asks_for_a_fresh_proof(api, learner, admin):
    client = api(admin)
    with later(minutes=16):
        client.problem(client.delete(f"/api/v1/people/{learner.pk}/sessions"), 403, "step-up-needed")


def test_an_admin_sees_how_the_account_is_doing(pages, api, learner, admin):
    for _ in range(3):
        pages.sign_in("wrong password", email=learner.email)
    facts = api(admin).get(f"/api/v1/people/{learner.pk}").json()["sign_in"]
    assert (facts["failed_login_attempts"], facts["account_locked_until"]) == (3, None)
    pages.sign_in(email=learner.email)
    facts = api(admin).get(f"/api/v1/people/{learner.pk}").json()["sign_in"]
    assert facts["failed_login_attempts"] == 0
    assert facts["last_login_address"] == "127.0.0.1"
    assert facts["has_second_factor"] is False
    assert api(learner).get(f"/api/v1/people/{learner.pk}").json()["sign_in"] is None


# Attempts.


def test_attempts_are_listed_for_the_person_and_for_who_looks_after_them(pages, api, learner, admin):
    pages.sign_in("wrong password", email=learner.email)
    pages.sign_in(email=learner.email)
    mine = pages.client.get("/api/v1/me/login-attempts").json()["results"]
    assert [(row["method"], row["outcome"]) for row in mine] == [
        ("password", "succeeded"),
        ("password", "wrong-password"),
    ]
    assert api(admin).get(f"/api/v1/people/{learner.pk}/login-attempts").json()["results"] == mine


def test_a_refused_attempt_is_recorded_too(pages, learner):
    for _ in range(11):
        pages.sign_in("wrong password", email=learner.email)
    assert LoginAttempt.objects.filter(user=learner, outcome="locked").count() == 1


def test_what_nobody_has_is_not_kept(pages, organization):
    pages.sign_in("wrong password", username="my secret password")
    row = LoginAttempt.objects.get()
    assert (row.user_id, row.outcome) == (None, "wrong-password")


@pytest.mark.owner("the guard holds for the owner too; the application has not even the right")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE identity_login_attempt SET outcome = 'succeeded'",
        "DELETE FROM identity_login_attempt",
    ],
)
def test_the_database_refuses_to_change_or_remove_attempts(learner, statement):
    LoginAttempt.objects.create(
        user=learner, method="password", outcome="wrong-password", occurred_at=clock.now()
    )
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert LoginAttempt.objects.get().outcome == "wrong-password"


def test_retention_may_remove_attempts_of_long_ago(learner):
    LoginAttempt.objects.create(
        user=learner,
        method="password",
        outcome="succeeded",
        occurred_at=clock.now() - timedelta(days=LoginAttempt.KEPT_DAYS + 1),
    )
    LoginAttempt.objects.all().delete()
    assert not LoginAttempt.objects.exists()


# Alarms.


def test_a_new_device_is_told_by_mail_and_known_ones_are_not(sign_in, api, learner):
    here = sign_in(learner)
    run_worker()
    assert mail.outbox == []
    sign_in(learner, IPHONE, "198.51.100.4")
    run_worker()
    [told] = mail.outbox
    assert told.to == [learner.email]
    assert "Safari, iPhone" in told.body
    assert "198.51.100.4" in told.body
    # The same browser signs in again from elsewhere: its cookie says that it is known.
    pages = AccountPages(here)
    pages.sign_out()
    here.defaults["REMOTE_ADDR"] = "203.0.113.9"
    pages.sign_in(email=learner.email)
    run_worker()
    assert len(mail.outbox) == 1


def test_the_device_cookie_is_out_of_reach_of_scripts(sign_in, learner):
    cookie = sign_in(learner).cookies[sessions.DEVICE_COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_the_mail_is_in_the_language_of_the_person(sign_in, learner):
    learner.setting.language = "ta"
    learner.setting.save()
    sign_in(learner)
    sign_in(learner, IPHONE)
    run_worker()
    assert "இது நான் அல்ல" in mail.outbox[-1].body


def test_this_was_not_me_ends_everything_and_mails_a_link_for_a_new_password(sign_in, api, learner):
    here, thief = sign_in(learner), sign_in(learner, IPHONE)
    run_worker()
    token = link_in_mail("/not-me/")
    visitor = api()
    assert visitor.post(ALARM, {"token": token}).status_code == 204
    for browser in (here, thief):
        browser.problem(browser.get("/api/v1/me"), 401)
    assert "/reset-password/" in mail.outbox[-1].body
    assert AuditEvent.objects.filter(action="identity.sign_in.denied", target_id=str(learner.pk)).exists()
    visitor.problem(visitor.post(ALARM, {"token": token}), 410, "token-used-or-expired")


def test_a_made_up_token_does_nothing(api, learner):
    client = api()
    client.problem(client.post(ALARM, {"token": "x" * 43}), 410, "token-used-or-expired")


def test_policies_have_their_limits_in_the_database(organization):
    row = second_factors.sign_in_policy(organization.pk)
    row.session_idle_hours = 10_000
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
    assert not SignInPolicy.objects.filter(session_idle_hours=10_000).exists()
