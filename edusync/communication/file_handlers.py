"""Mails about files: the virus scanner locked one away."""

from typing import Any

from edusync.communication.services import send_mail_to
from edusync.files.queries import file_owner
from edusync.identity.queries import people_holding, person
from edusync.kernel.events import on
from edusync.kernel.policy import Permission
from edusync.kernel.tenancy import current_organization_id

MOST_RECEIVERS = 20


@on("files.file_quarantined")
def mail_quarantine(payload: dict[str, Any], event_id: int) -> None:
    """Tell who brought the file, and those who keep all files."""
    keepers = people_holding(Permission.FILE_MANAGE, organization_id=current_organization_id())
    receivers = dict.fromkeys([file_owner(payload["file_id"]), *sorted(keepers)[:MOST_RECEIVERS]])
    for receiver in filter(None, (person(user_id) for user_id in receivers if user_id)):
        send_mail_to(
            user=receiver,
            template="file_quarantined",
            context={
                "file": payload["name"],
                "found": payload["found"],
                # Owners find it among the files of their courses.
                "where": "/manage/files?scan=refused" if receiver.pk in keepers else "/teach",
            },
            idempotency_key=f"quarantine:{event_id}:{receiver.pk}",
        )
