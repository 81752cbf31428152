"""What proves a decision: where it came from."""

from typing import Any

from allauth.core import context as request_context

from edusync.kernel.rest.rate_limits import client_address

LONGEST_AGENT = 300


def evidence_of_request(way: str) -> dict[str, Any]:
    """The way and, inside a request, its id, network address and agent."""
    request = request_context.request
    if request is None:
        return {"way": way}
    return {
        "way": way,
        "request_id": getattr(request, "request_id", "")[:64],
        "address": client_address(request)[:45],
        "agent": request.META.get("HTTP_USER_AGENT", "")[:LONGEST_AGENT],
    }
