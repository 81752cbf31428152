"""What was announced so far."""

from typing import Any

from edusync.kernel.models import OutboxEvent


def told(event: Any) -> list[dict[str, Any]]:
    """Facts of every announcement of an event, in order."""
    rows = OutboxEvent.objects.filter(event_type=event.event_name).order_by("id")
    return list(rows.values_list("payload", flat=True))
