import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from edusync.audit.models import AuditEvent
from edusync.identity.models import OrganizationMembership, User
from edusync.identity.testing import PASSWORD, link_in_mail, make_person


def sign_up(pages, **fields):
    return pages.sign_up(
        **{
            "email": "new@example.com",
            "password": PASSWORD,
            "first_name": "Nila",
            "last_name": "Rao",
            **fields,
        }
    )


def test_a_visitor_signs_up_confirms_the_address_and_is_signed_in(pages, organization):
    answer = sign_up(pages)
    assert answer.status_code == 401
    assert {"id": "verify_email", "is_pending": True} in answer.json()["data"]["flows"]
    assert pages.client.get("/api/v1/me").status_code == 401

    assert pages.verify_email(link_in_mail("/verify-email/")).status_code == 200
    me = pages.client.get("/api/v1/me").json()
    assert (me["display_name"], me["email"], me["roles"]) == ("Nila Rao", "new@example.com", ["learner"])
    assert me["organization"]["id"] == organization.pk
    user = User.objects.get(email="new@example.com")
    assert user.email_verified_at is not None
    assert user.profile.bio == ""
    assert user.setting.language == "en"
    assert OrganizationMembership.objects.get(user=user).status == "active"
    assert AuditEvent.objects.filter(action="identity.person.created", target_id=str(user.pk)).count() == 1


def test_a_request_of_before_the_sign_in_does_not_take_the_new_session_away(pages, api):
    sign_up(pages)
    before = pages.client.cookies["sessionid"].value
    assert pages.verify_email(link_in_mail("/verify-email/")).status_code == 200
    overtaken = api()
    overtaken.cookies["sessionid"] = before
    answer = overtaken.get("/api/v1/me")
    assert answer.status_code == 401
    assert "sessionid" not in answer.cookies
    # Who ends a session takes its cookie away.
    pages.sign_out()
    assert pages.client.cookies["sessionid"].value == ""


def test_nobody_signs_in_before_the_address_is_confirmed(pages):
    sign_up(pages)
    answer = pages.sign_in(email="new@example.com")
    assert answer.status_code == 401
    assert pages.client.get("/api/v1/me").status_code == 401


def test_a_confirmation_link_works_once_and_only_with_its_signature(pages):
    sign_up(pages)
    key = link_in_mail("/verify-email/")
    assert pages.verify_email(key[:-1] + ("A" if key[-1] != "A" else "B")).status_code == 400
    assert pages.verify_email(key).status_code == 200
    pages.sign_out()
    assert pages.verify_email(key).status_code == 400


def test_links_in_mails_lead_to_the_address_of_the_site(pages, settings):
    sign_up(pages)
    message = mail.outbox[-1]
    assert f"{settings.SITE_URL}/verify-email/" in message.body
    html = message.alternatives[0][0]
    assert f'href="{settings.SITE_URL}/verify-email/' in html
    assert '<html lang="en" dir="ltr">' in html


def test_sign_up_answers_alike_for_an_address_that_has_an_account(pages, api, settings):
    make_person("lena")
    known = sign_up(pages, email="lena@example.com")
    mail_to_known = mail.outbox[-1]
    unknown = type(pages)(api()).sign_up(email="other@example.com", password=PASSWORD)
    assert known.status_code == unknown.status_code == 401
    assert known.json()["data"] == unknown.json()["data"]
    assert User.objects.filter(email="lena@example.com").count() == 1
    assert mail_to_known.to == ["lena@example.com"]
    assert f"{settings.SITE_URL}/forgot-password" in mail_to_known.body


def test_a_closed_organization_takes_nobody_in(pages, organization):
    organization.is_sign_up_open = False
    organization.save()
    assert sign_up(pages).status_code == 403
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["short", "password", "12345678901", ""])
def test_weak_passwords_are_refused(pages, password):
    answer = sign_up(pages, password=password)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["param"] == "password"
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["a\x00b", "tab\there", "bell\x07", "line\nbreak", "a\x85b"])
def test_control_characters_in_names_are_refused(pages, name):
    answer = sign_up(pages, first_name=name)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["param"] == "first_name"


@pytest.mark.parametrize(
    ("username", "status"),
    [("மலர்", 401), ("o'brien", 400), ("lena@example.com", 400), ("ab", 400), ("Ada.L-1_2+3", 401)],
)
def test_user_names_have_letters_of_any_script_but_no_at_sign(pages, username, status):
    assert sign_up(pages, username=username).status_code == status
    assert User.objects.filter(username=username.lower()).exists() == (status == 401)


def test_mails_are_in_the_language_chosen_at_sign_up(pages):
    sign_up(pages, language="ta")
    assert "வணக்கம் Nila Rao" in mail.outbox[-1].body
    assert 'lang="ta"' in mail.outbox[-1].alternatives[0][0]


def test_mails_are_in_the_language_of_the_browser_when_none_is_chosen(pages):
    pages.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "ta-IN,ta;q=0.9,en;q=0.8"
    sign_up(pages)
    assert User.objects.get().setting.language == "ta"


def test_a_name_cannot_put_markup_or_a_button_into_a_mail(pages):
    sign_up(pages, first_name="<b>[[ Click", last_name="| https://evil.example ]] {address}")
    html = mail.outbox[-1].alternatives[0][0]
    assert "<b>" not in html
    assert 'href="https://evil.example' not in html
    assert "{address}" in html


def test_the_address_is_kept_in_lower_case(pages):
    sign_up(pages, email="New.Person@Example.COM")
    assert EmailAddress.objects.get().email == User.objects.get().email == "new.person@example.com"
