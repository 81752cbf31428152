"""News for people's open pages: a row per message, written in the transaction of what it tells.

Any app, and any trigger, writes; a listener process (`edusync.communication.live`) reads the rows of the last seconds
again and again and hands them to the streams that are open. So two web processes and no Redis are enough. A message
says that something changed, never what a page may not ask for itself: it is a reason to look, not the truth.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core import signing

from edusync.kernel import clock, tenancy
from edusync.kernel.models import LiveMessage

# How long a message may be caught up with after a lost connection.
KEPT = dt.timedelta(minutes=15)
TICKET_SECONDS = 60
PAGE = 1000
_SALT = "edusync.kernel.live"


@dataclasses.dataclass(frozen=True, slots=True)
class Ticket:
    """Who a stream is for."""

    user_id: int
    organization_id: int


class BadTicket(ValueError):
    """A ticket is too old or not ours."""


def tell(user_ids: Iterable[int], kind: str, payload: dict[str, Any] | None = None) -> None:
    """Write a message to each person, in ONE statement. `kind` is `subject.what`, such as `seat.offered`."""
    organization_id = tenancy.current_organization_id()
    now = clock.now()
    rows = [
        LiveMessage(
            organization_id=organization_id, user_id=person, kind=kind, payload=payload or {}, created_at=now
        )
        for person in dict.fromkeys(user_ids)
    ]
    LiveMessage.objects.bulk_create(rows, batch_size=500)


def messages_for(ticket: Ticket, *, after: int) -> list[dict[str, Any]]:
    """What a person was told since message `after`, oldest first, at most 100."""
    rows = LiveMessage.objects.filter(
        user_id=ticket.user_id, organization_id=ticket.organization_id, id__gt=after
    ).order_by("id")
    return [as_json(row) for row in rows[:100]]


def newest_id() -> int:
    """Number of the newest message of anybody; 0 when there is none."""
    row = LiveMessage.objects.order_by("-id").values_list("id", flat=True).first()
    return int(row or 0)


def messages_since(after: int) -> list[LiveMessage]:
    """Messages to anybody since message `after`, oldest first, at most `PAGE`."""
    return list(LiveMessage.objects.filter(id__gt=after).order_by("id")[:PAGE])


def as_json(row: LiveMessage) -> dict[str, Any]:
    """A message as pages get it."""
    return {"id": row.pk, "kind": row.kind, "payload": row.payload}


def make_ticket(*, user_id: int, organization_id: int) -> str:
    """A text that opens one stream within a minute."""
    return signing.dumps([user_id, organization_id], salt=_SALT)


def read_ticket(text: str) -> Ticket:
    """Who the ticket is for. Raises BadTicket."""
    try:
        user_id, organization_id = signing.loads(text, salt=_SALT, max_age=TICKET_SECONDS)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise BadTicket from error
    return Ticket(user_id, organization_id)


def purge_messages() -> int:
    """Remove what nobody can catch up with any more; how many rows went."""
    removed, _ = LiveMessage.objects.filter(created_at__lt=clock.now() - KEPT).delete()
    return removed
