from datetime import timedelta

from django.core import mail

from edusync.identity.models import User
from edusync.identity.testing import PASSWORD, link_in_mail, make_person
from edusync.kernel import clock
from edusync.kernel.testing import run_worker


def test_people_change_their_address_after_proving_the_new_one(pages, learner):
    pages.sign_in(email=learner.email)
    assert pages.client.post(pages.base + "account/email", {"email": "new@example.com"}).status_code == 200
    assert pages.verify_email(link_in_mail("/verify-email/")).status_code == 200
    answer = pages.client.patch(pages.base + "account/email", {"email": "new@example.com", "primary": True})
    assert answer.status_code == 200
    learner.refresh_from_db()
    assert learner.email == "new@example.com"
    assert pages.client.get("/api/v1/me").json()["email"] == "new@example.com"
    pages.sign_out()
    assert pages.sign_in(email="new@example.com").status_code == 200


def test_people_created_without_password_choose_one_by_mail(pages, organization):
    person = make_person("nina", password=None)
    assert pages.sign_in("", email=person.email).status_code == 400
    pages.ask_reset(person.email)
    pages.reset(link_in_mail("/reset-password/"), "another horse 43")
    assert pages.sign_in("another horse 43", email=person.email).status_code == 200


def test_a_mail_server_that_is_down_delays_the_mail_and_nothing_else(pages, organization, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = pages.sign_up(email="new@example.com", password=PASSWORD, first_name="Nila")
    assert answer.status_code == 401
    assert User.objects.filter(email="new@example.com").exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        run_worker()
    assert len(mail.outbox) == 1
    assert pages.verify_email(link_in_mail("/verify-email/")).status_code == 200


def test_the_service_tells_how_to_sign_in(pages, organization):
    config = pages.client.get(pages.base + "config").json()["data"]["account"]
    assert sorted(config["login_methods"]) == ["email", "username"]
    assert config["is_open_for_signup"] is True
