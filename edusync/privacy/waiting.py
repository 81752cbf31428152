"""What waits for those who answer people's requests about their data."""

from collections.abc import Iterator

from django.db.models import Count, Min

from edusync.kernel.policy import Actor, Permission
from edusync.kernel.waiting import WaitingRow, WaitingSource, register_waiting
from edusync.privacy.models import DataSubjectRequest
from edusync.privacy.policy import SubjectRequestPolicy
from edusync.privacy.queries import all_requests

REQUESTS = "privacy-requests"


def find_requests(actor: Actor) -> Iterator[WaitingRow]:
    """Requests that nobody decided about (one query)."""
    rows = SubjectRequestPolicy().visible(all_requests(state=DataSubjectRequest.State.OPEN), actor)
    counted = rows.aggregate(n=Count("pk"), since=Min("created_at"))
    if counted["n"]:
        yield WaitingRow(REQUESTS, counted["n"], counted["since"], "/manage/privacy/requests?state=open")


register_waiting(
    WaitingSource(
        "privacy-requests",
        (REQUESTS,),
        find_requests,
        lambda actor: actor.has(Permission.PRIVACY_REQUEST_MANAGE),
    )
)
