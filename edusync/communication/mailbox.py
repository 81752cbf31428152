"""Keeps mails as .eml files, so that a site works with no mail server; development reads them at /dev/mailbox."""

import dataclasses
import email
import email.policy
import os
import re
from collections.abc import Iterable
from datetime import datetime
from email.message import EmailMessage as Message
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from edusync.kernel import clock
from edusync.kernel.ids import uuid7

KEPT = 500
_NAME = re.compile(r"[0-9a-f-]{36}\Z")


class MailboxBackend(BaseEmailBackend):
    """Django's mail back end that writes files. The newest KEPT mails stay."""

    def send_messages(self, email_messages: Iterable[EmailMessage]) -> int:
        """Keep the mails; return how many."""
        count = 0
        for message in email_messages:
            keep_mail(message.message().as_bytes())
            count += 1
        return count


def folder() -> Path:
    """Where mails are kept."""
    return Path(settings.MAILBOX_FOLDER)


def keep_mail(content: bytes) -> str:
    """Store a mail and return its name. A reader never sees half of it."""
    place = folder()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = str(uuid7())
    draft = place / f"{name}.part"
    # Reset links are in there: for the owner's eyes only.
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    draft.rename(place / f"{name}.eml")
    for old in kept_names()[KEPT:]:
        (place / f"{old}.eml").unlink(missing_ok=True)
    return name


def kept_names() -> list[str]:
    """Names of the kept mails, the newest first (the names ascend in time)."""
    place = folder()
    return sorted((path.stem for path in place.glob("*.eml")), reverse=True) if place.is_dir() else []


@dataclasses.dataclass(frozen=True, slots=True)
class KeptMail:
    """A kept mail as the mailbox page shows it."""

    name: str
    to: str
    subject: str
    sent_at: datetime
    text: str
    html: str


def read_mail(name: str) -> KeptMail | None:
    """The mail of that name, None if there is none."""
    path = folder() / f"{name}.eml"
    if not _NAME.match(name) or not path.is_file():
        return None
    message: Any = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    return KeptMail(
        name=name,
        to=str(message["to"] or ""),
        subject=" ".join(str(message["subject"] or "").split()),
        sent_at=_sent_at(message),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _sent_at(message: Message) -> datetime:
    date: Any = message["date"]
    return date.datetime if date is not None and date.datetime is not None else clock.now()


def _part(message: Message, kind: str) -> str:
    body = message.get_body(preferencelist=(kind,))
    return str(body.get_content()) if body is not None else ""


def kept_mails(*, to: str = "", limit: int = 100) -> list[KeptMail]:
    """The newest mails, of one receiver if named."""
    found = []
    for name in kept_names():
        mail = read_mail(name)
        if mail is not None and to.lower() in mail.to.lower():
            found.append(mail)
        if len(found) == limit:
            break
    return found
