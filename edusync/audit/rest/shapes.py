"""Events as JSON and as cells of a table."""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from edusync.audit.models import AuditAnchor, AuditEvent
from edusync.identity.queries import PersonCard, people_named

Row = dict[str, Any]
COLUMNS = (
    "id", "created_at", "kind", "action", "actor_id", "actor", "impersonator_id", "subject_id", "credential", "target_type",
    "target_id", "facts", "address", "agent", "request_id", "previous_digest", "digest",
)  # fmt: skip
_PLAIN = (
    "id", "created_at", "kind", "action", "credential", "target_type", "target_id", "facts", "address", "agent",
    "request_id", "digest",
)  # fmt: skip


def people_in(events: Iterable[AuditEvent]) -> dict[int, PersonCard]:
    """Cards of everybody in these events, in one query."""
    ids = {
        user_id for event in events for user_id in (event.actor_id, event.impersonator_id, event.subject_id)
    }
    return people_named(user_id for user_id in ids if user_id is not None)


def name_in(people: dict[int, PersonCard], user_id: int | None, otherwise: str = "") -> str:
    """Name of a person now, else as it was noted."""
    card = people.get(user_id) if user_id is not None else None
    return card.display_name if card else otherwise


def event_row(event: AuditEvent, people: dict[int, PersonCard]) -> Row:
    """An event as the auditor's list shows it."""

    def person(user_id: int | None, otherwise: str = "") -> Row | None:
        if user_id is None:
            return None
        return {"id": user_id, "display_name": name_in(people, user_id, otherwise)}

    return {
        **{name: getattr(event, name) for name in _PLAIN},
        "actor": person(event.actor_id, event.actor_label),
        "impersonator": person(event.impersonator_id),
        "subject": person(event.subject_id),
    }


def access_row(event: AuditEvent, people: dict[int, PersonCard]) -> Row:
    """An event as the person whom it concerns sees it: no address, no device, nothing about others."""
    return {
        "id": event.pk,
        "created_at": event.created_at,
        "kind": event.kind,
        "action": event.action,
        "actor_name": name_in(people, event.actor_id, event.actor_label),
        "impersonator_name": name_in(people, event.impersonator_id),
    }


def anchor_row(anchor: AuditAnchor) -> Row:
    """An anchor as JSON shows it."""
    names = ("id", "created_at", "reason", "length", "digest", "is_intact", "faults")
    return {name: getattr(anchor, name) for name in names}


def table_rows(events: Iterable[AuditEvent]) -> Iterator[list[Any]]:
    """Cells of each event in the order of COLUMNS."""
    for event in events:
        cells = {
            **{name: getattr(event, name) for name in COLUMNS if hasattr(event, name)},
            "created_at": event.created_at.isoformat(),
            "actor": event.actor_label,
            "facts": orjson.dumps(event.facts, option=orjson.OPT_SORT_KEYS).decode(),
        }
        yield [cells[name] for name in COLUMNS]
