import stat

import pytest
from django.core.mail import EmailMultiAlternatives

from edusync.communication import mailbox


@pytest.fixture
def kept(settings):
    """A site that keeps its mails and shows them."""
    settings.EMAIL_BACKEND = "edusync.communication.mailbox.MailboxBackend"
    settings.MAILBOX_SHOWN = True


def send(subject="Hello", to="lena@example.com", text="Look: http://127.0.0.1:8000/verify-email/a%3Ab%3Ac\n"):
    message = EmailMultiAlternatives(subject, text, "school@example.com", [to])
    message.attach_alternative("<p>Look</p>", "text/html")
    message.send()


def test_mails_are_kept_as_files_for_the_owner_only(kept, settings):
    send(subject="வணக்கம் ☀")
    (name,) = mailbox.kept_names()
    mail = mailbox.read_mail(name)
    assert (mail.subject, mail.to) == ("வணக்கம் ☀", "lena@example.com")
    assert mail.html.strip() == "<p>Look</p>"
    path = settings.MAILBOX_FOLDER / f"{name}.eml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_page_lists_the_newest_first_and_filters_by_receiver(kept, client, db):
    send(subject="First")
    send(subject="Second", to="stan@example.com")
    page = client.get("/dev/mailbox").content.decode()
    assert page.index("Second") < page.index("First")
    filtered = client.get("/dev/mailbox?to=LENA").content.decode()
    assert "First" in filtered
    assert "Second" not in filtered


def test_links_in_a_mail_can_be_followed(kept, client, db):
    send()
    page = client.get(f"/dev/mailbox/{mailbox.kept_names()[0]}").content.decode()
    assert '<a href="http://127.0.0.1:8000/verify-email/a:b:c"' in page


def test_what_a_mail_says_cannot_become_markup(kept, client, db):
    send(subject="<script>alert(1)</script>", text="<img src=x onerror=alert(1)>")
    for address in ("/dev/mailbox", f"/dev/mailbox/{mailbox.kept_names()[0]}"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img" not in page


@pytest.mark.parametrize(
    "name", ["..%2f..%2fsecret", "nothing", "0" * 36, "019b0000-0000-7000-8000-000000000000"]
)
def test_unknown_names_are_not_found(kept, client, db, name):
    assert client.get(f"/dev/mailbox/{name}").status_code == 404


def test_the_page_does_not_exist_on_a_real_site(client, db, settings):
    settings.MAILBOX_SHOWN = False
    assert client.get("/dev/mailbox").status_code == 404
    assert client.get("/dev/mailbox/019b0000-0000-7000-8000-000000000000").status_code == 404


def test_only_the_newest_mails_stay(kept, monkeypatch):
    monkeypatch.setattr(mailbox, "KEPT", 3)
    for number in range(5):
        send(subject=str(number))
    assert [mail.subject for mail in mailbox.kept_mails()] == ["4", "3", "2"]
