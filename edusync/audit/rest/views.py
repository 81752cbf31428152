"""The audit log for auditors and admins."""

from typing import Any

from edusync.audit import queries
from edusync.audit.models import AuditEvent
from edusync.audit.policy import AuditPolicy
from edusync.audit.rest.serializers import AuditEventSerializer
from edusync.identity.queries import PersonCard, people_named
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.rest.views import LARGEST_ID, ApiView, FastResponse, schema
from edusync.kernel.tenancy import current_organization_id


def event_row(event: AuditEvent, people: dict[int, PersonCard]) -> dict[str, Any]:
    """An event as the list shows it."""
    person = people.get(event.actor_id) if event.actor_id is not None else None
    name = person.display_name if person else event.actor_label
    return {
        "id": event.pk,
        "created_at": event.created_at,
        "action": event.action,
        "actor": {"id": event.actor_id, "display_name": name} if event.actor_id is not None else None,
        "target_type": event.target_type,
        "target_id": event.target_id,
        "facts": event.facts,
        "address": event.address,
        "request_id": event.request_id,
        "digest": event.digest,
    }


class AuditView(ApiView):
    """Events of the organization, the newest first."""

    policy = AuditPolicy()
    permissions = {"get": Permission.AUDIT_READ}

    @schema(
        response=AuditEventSerializer,
        paginated=True,
        query={"action": "Beginning of the action's name.", "actor": "Id of a person."},
        summary="Audited acts",
    )
    def get(self, request: Any) -> FastResponse:
        """Who did what, filtered by the beginning of the action and by person."""
        events = queries.events_of(
            organization_id=current_organization_id(),
            action=request.GET.get("action", "")[:100],
            actor_id=number_in(request, "actor"),
        )
        page = keyset_page(events, request=request, order=("-created_at", "-id"))
        people = people_named(event.actor_id for event in page["results"] if event.actor_id is not None)
        page["results"] = [event_row(event, people) for event in page["results"]]
        return FastResponse(page)


def number_in(request: Any, name: str) -> int | None:
    """A whole number in the query. Raises ValidationProblem."""
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 19 and int(text) <= LARGEST_ID):
        raise ValidationProblem(errors=[FieldError(f"/{name}", "invalid", "A whole number.")])
    return int(text)
