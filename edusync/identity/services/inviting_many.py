"""Many invitations at once: few statements, and mails that leave one after the other instead of all together."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from edusync.identity.models import Invitation
from edusync.identity.services.invitations import LIFETIME, MEMBERSHIP
from edusync.kernel import clock
from edusync.kernel.tasks import enqueue_many


@dataclasses.dataclass(frozen=True, slots=True)
class InvitationRow:
    """Whom to invite, as `invite_person` takes it. The caller checked address and roles."""

    email: str
    first_name: str = ""
    last_name: str = ""
    roles: Sequence[str] = ()
    purpose: str = MEMBERSHIP
    facts: dict[str, Any] = dataclasses.field(default_factory=dict)
    language: str = "en"


def invite_many(
    rows: Sequence[InvitationRow],
    *,
    organization_id: int,
    invited_by_id: int | None,
    mails_before: int = 0,
    mails_per_minute: int = 120,
) -> None:
    """Invite people in the caller's transaction; who has an open invitation must not be among them.

    The mail of row n leaves (`mails_before` + n) ÷ `mails_per_minute` minutes from now at the earliest. The caller
    records the act in the audit log, once for all.
    """
    now = clock.now()
    invitations = [
        Invitation(
            organization_id=organization_id,
            email=row.email,
            first_name=row.first_name[:100],
            last_name=row.last_name[:100],
            language=row.language,
            purpose=row.purpose,
            facts={**row.facts, "roles": sorted(set(row.roles))},
            invited_by_id=invited_by_id,
            sent_at=now,
            expires_at=now + LIFETIME,
        )
        for row in rows
    ]
    if not invitations:
        return
    Invitation.unscoped.bulk_create(invitations)
    # Not every engine returns the keys of a bulk insert.
    uuids = [invitation.uuid for invitation in invitations]
    ids = sorted(Invitation.unscoped.filter(uuid__in=uuids).values_list("id", flat=True))
    enqueue_many(
        "identity.send_invitation",
        [{"invitation_id": invitation_id} for invitation_id in ids],
        first_after_seconds=mails_before * 60 / mails_per_minute,
        every_seconds=60 / mails_per_minute,
    )
