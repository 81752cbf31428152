"""What credentials does on events."""

from typing import Any

from edusync.credentials.services import DUE_EVENT, issue_certificate
from edusync.kernel.events import on


@on(DUE_EVENT)
def issue_due_certificate(payload: dict[str, Any], event_id: int) -> None:
    """The trigger wrote the row; make the certificate of it."""
    issue_certificate(certificate_id=payload["certificate_id"])
