"""Background work of the app."""

from pathlib import Path
from typing import Any

from django.conf import settings

from edusync.identity.queries import language_of, organization_named, person
from edusync.kernel.crypto import unseal
from edusync.kernel.mails import build_mail
from edusync.kernel.tasks import periodic, task
from edusync.kernel.tenancy import current_organization_id
from edusync.privacy import services
from edusync.privacy.services.erasure import MAIL_SEAL, RECEIPT_TASK
from edusync.privacy.services.requests import ERASE_TASK, EXPORT_TASK, MAIL_TASK

MAILS = Path(__file__).parent / "mails"
HOUR = 3600


@task(EXPORT_TASK)
def build_export(*, request_id: int) -> None:
    """Make the copy of a person's data."""
    services.build_export(request_id=request_id)


@task(ERASE_TASK)
def erase_person(*, request_id: int) -> None:
    """Carry an approved erasure out."""
    services.erase_person(request_id=request_id)


@task(MAIL_TASK)
def send_mail(*, user_id: int, template: str, facts: dict[str, Any]) -> None:
    """Tell a person about their request, if they can get mail. Raises what the server answers."""
    user = person(user_id)
    if user is None or not user.email:
        return
    known = {
        "name": user.display_name,
        "organization": organization_named(current_organization_id()),
        "address": f"{settings.SITE_URL}/account/privacy",
    }
    build_mail(
        folder=MAILS, name=template, language=language_of(user_id), to=user.email, facts={**known, **facts}
    ).send()


@task(RECEIPT_TASK)
def send_receipt(*, to: str, language: str, code: str, organization_id: int) -> None:
    """Send the receipt of an erasure to the address that was erased with the rest; it comes sealed."""
    facts = {
        "organization": organization_named(organization_id),
        "address": f"{settings.SITE_URL}/privacy/receipts/{code}",
    }
    build_mail(
        folder=MAILS, name="erasure_receipt", language=language, to=unseal(to, purpose=MAIL_SEAL), facts=facts
    ).send()


@periodic("privacy.retention", every_seconds=24 * HOUR)
def run_retention() -> None:
    """Remove what the rules no longer keep."""
    services.run_all_rules()


@periodic("privacy.requests", every_seconds=HOUR)
def run_requests() -> None:
    """Begin erasures that are due, remove copies that are out of date."""
    services.start_due_erasures()
    services.drop_expired_archives()
