import smtplib

import pytest
from django.core import mail
from django.db import transaction

from edusync.communication.models import OutgoingMail
from edusync.communication.services import MAILS, send_mail_to
from edusync.identity.services import update_settings
from edusync.kernel.events import write_row
from edusync.kernel.mails import build_mail, template_of
from edusync.kernel.testing import run_worker

CERTIFICATE = {
    "certificate_id": 5,
    "enrollment_id": 1,
    "course_id": 1,
    "course_title": "Data & <Stories>",
    "learner_name": "Lena Example",
    "code": "AB12-CD34",
    "verify_url": "https://school.example/verify/AB12-CD34",
    "pdf_url": "https://school.example/api/v1/certificates/AB12-CD34/pdf",
}


def announce(event, **payload):
    with transaction.atomic():
        write_row(event, payload)
    run_worker()


def test_a_certificate_is_mailed_once_however_often_the_event_comes(learner):
    for _ in range(3):
        announce("credentials.certificate_issued", learner_id=learner.pk, **CERTIFICATE)
    assert len(mail.outbox) == 1
    message = mail.outbox[0]
    assert message.to == [learner.email]
    assert message.subject == "Your certificate for Data & <Stories>"
    assert CERTIFICATE["verify_url"] in message.body
    html = message.alternatives[0][0]
    assert "Data &amp; &lt;Stories&gt;" in html
    assert f'href="{CERTIFICATE["pdf_url"]}"' in html
    assert OutgoingMail.objects.get().sent_at is not None


def test_mails_speak_the_language_of_the_person(learner):
    update_settings(user_id=learner.pk, changes={"language": "ta"})
    announce("credentials.certificate_issued", learner_id=learner.pk, **CERTIFICATE)
    assert "வாழ்த்துகள்" in mail.outbox[0].body


def test_a_language_without_templates_reads_english(learner):
    update_settings(user_id=learner.pk, changes={"language": "ar"})
    announce("credentials.certificate_issued", learner_id=learner.pk, **CERTIFICATE)
    assert "Congratulations" in mail.outbox[0].body


def test_a_mail_that_could_not_be_sent_is_sent_by_the_next_try(learner, settings):
    context = {name: CERTIFICATE[name] for name in ("course_title", "code", "verify_url", "pdf_url")}
    arguments = {
        "user": learner,
        "template": "certificate_issued",
        "context": context,
        "idempotency_key": "x",
    }
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises((OSError, smtplib.SMTPException)):
        send_mail_to(**arguments)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_mail_to(**arguments)
    assert not send_mail_to(**arguments)
    assert len(mail.outbox) == 1


def test_people_without_access_get_no_mail(learner):
    type(learner).objects.filter(pk=learner.pk).update(is_active=False)
    announce("credentials.certificate_issued", learner_id=learner.pk, **CERTIFICATE)
    assert mail.outbox == []


def test_an_event_about_an_unknown_person_is_no_failure(organization):
    announce("credentials.certificate_issued", learner_id=999_999, **CERTIFICATE)
    announce("enrollment.learner_enrolled", learner_id=999_999, course_id=1, enrollment_id=1)
    assert mail.outbox == []


def facts_wanted(template):
    import re

    return set(re.findall(r"\{(\w+)\}", " ".join((template.subject, *template.paragraphs))))


def templates():
    import edusync.identity.adapter as identity

    for folder in (MAILS, identity.MAILS):
        for path in sorted(folder.glob("*.en.txt")):
            yield pytest.param(folder, path.name.removesuffix(".en.txt"), id=path.stem)


@pytest.mark.parametrize(("folder", "name"), list(templates()))
def test_every_mail_is_complete_in_english_and_tamil(folder, name):
    english, tamil = (template_of(folder, name, language) for language in ("en", "ta"))
    assert (english.language, tamil.language) == ("en", "ta")
    assert facts_wanted(english) == facts_wanted(tamil)
    assert len(english.paragraphs) == len(tamil.paragraphs)
    facts = dict.fromkeys(facts_wanted(english), "https://school.example/x")
    for language in ("en", "ta"):
        built = build_mail(folder=folder, name=name, language=language, to="a@example.com", facts=facts)
        assert "[[" not in built.body
        assert "{" not in built.body
