"""Mails to people, in their language, once."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction

from edusync.communication.models import OutgoingMail
from edusync.identity.models import User
from edusync.identity.queries import language_of, organization_named
from edusync.kernel import clock
from edusync.kernel.mails import build_mail
from edusync.kernel.tenancy import current_organization_id

MAILS = Path(__file__).parent / "mails"


def send_mail_to(
    *,
    user: User,
    template: str,
    context: Mapping[str, Any],
    idempotency_key: str,
    folder: Path = MAILS,
    attachments: Sequence[tuple[str, bytes, str]] = (),
) -> bool:
    """Send a person a mail in their language; False if this key was sent before, or they cannot get mail.

    `folder` holds the templates of the app that sends; `attachments` are name, content and media type.

    The key is stored before and marked after sending: a crash in between may repeat a mail, never lose one. Call it
    outside a transaction. Raises FileNotFoundError for an unknown template, SMTPException, OSError.
    """
    if not user.email or not user.is_active or user.deleted_at is not None:
        return False
    language = language_of(user.pk)
    row = _wanted(user=user, template=template, language=language, key=idempotency_key)
    if row.sent_at is not None:
        return False
    facts = {
        "name": user.display_name,
        "organization": organization_named(current_organization_id()),
        "site": settings.SITE_URL,
        **context,
    }
    headers = {"Message-ID": message_id(row), "Auto-Submitted": "auto-generated"}
    mail = build_mail(
        folder=folder, name=template, language=language, to=user.email, facts=facts, headers=headers
    )
    for name, content, media_type in attachments:
        mail.attach(name, content, media_type)
    mail.send()
    OutgoingMail.objects.filter(pk=row.pk).update(sent_at=clock.now(), updated_at=clock.now())
    return True


def _wanted(*, user: User, template: str, language: str, key: str) -> OutgoingMail:
    """The row of the key, new or from an earlier try."""
    known = OutgoingMail.objects.filter(idempotency_key=key).first()
    if known is not None:
        return known  # type: ignore[no-any-return]
    try:
        with transaction.atomic():
            return OutgoingMail.objects.create(  # type: ignore[no-any-return]
                idempotency_key=key, user=user, template=template, language=language
            )
    except IntegrityError:
        return OutgoingMail.objects.get(idempotency_key=key)  # type: ignore[no-any-return]


def message_id(row: OutgoingMail) -> str:
    """The same for every try, so that mail programs show a repeated mail once."""
    digest = hashlib.sha256(f"{row.organization_id}:{row.idempotency_key}".encode()).hexdigest()[:32]
    return f"<{digest}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"
