"""Domain events: written to the outbox in the caller's transaction, delivered after commit, at least once."""

import dataclasses
import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from edusync.kernel import clock, tenancy

Handler = Callable[[dict[str, Any], int], None]

_types: dict[str, type] = {}
_handlers: dict[str, list[Handler]] = defaultdict(list)
_same_transaction: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def event(name: str) -> Callable[[type], type]:
    """Class decorator that gives a dataclass its name in the outbox, `app.what_happened`."""

    def decorate(kind: type) -> type:
        known = _types.get(name)
        if known is not None and known.__qualname__ != kind.__qualname__:
            raise ValueError(f"two events are named {name}")
        _types[name] = kind
        kind.event_name = name  # type: ignore[attr-defined]
        return kind

    return decorate


def event_types() -> dict[str, type]:
    """Name to class of every declared event."""
    return dict(sorted(_types.items()))


def event_name(kind: str | type) -> str:
    """Name of an event given by its class or its name."""
    return kind if isinstance(kind, str) else kind.event_name  # type: ignore[attr-defined]


def on(kind: str | type) -> Callable[[Handler], Handler]:
    """Function decorator: call `handler(payload, event_id)` in the worker after commit. It must bear repetition."""

    def decorate(handler: Handler) -> Handler:
        if handler not in _handlers[event_name(kind)]:
            _handlers[event_name(kind)].append(handler)
        return handler

    return decorate


def on_same_transaction(kind: type) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Function decorator: call `handler(event)` inside the publisher's transaction; its failure undoes both."""

    def decorate(handler: Callable[[Any], None]) -> Callable[[Any], None]:
        if handler not in _same_transaction[kind]:
            _same_transaction[kind].append(handler)
        return handler

    return decorate


def handlers_of(name: str) -> list[Handler]:
    """Handlers after commit of an event."""
    return list(_handlers.get(name, ()))


def publish(happening: Any, *, needs_listener: bool = False) -> int:
    """Announce an event: run the handlers of the same transaction, write the outbox row. Returns its id.

    `needs_listener`: a frequent event leaves no row, and 0 is returned, while nobody listens after commit.
    Raises RuntimeError outside a transaction: the fact and its announcement must stand or fall together.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("publish() needs a transaction")
    for handler in _same_transaction.get(type(happening), ()):
        handler(happening)
    if needs_listener and not handlers_of(event_name(type(happening))):
        return 0
    return write_row(event_name(type(happening)), dataclasses.asdict(happening))


def publish_many(happenings: Sequence[Any]) -> None:
    """Announce many events of one kind as `publish` does each, their outbox rows by one statement."""
    if not happenings:
        return
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("publish_many() needs a transaction")
    kind = type(happenings[0])
    for handler in _same_transaction.get(kind, ()):
        for happening in happenings:
            handler(happening)
    write_rows(event_name(kind), [(dataclasses.asdict(happening), 0) for happening in happenings])


def write_row(event_type: str, payload: dict[str, Any], *, delay_seconds: float = 0) -> int:
    """Write an outbox row of the organization in context and return its id."""
    from edusync.kernel.models import OutboxEvent

    now = clock.now()
    row = OutboxEvent.objects.create(
        event_type=event_type,
        payload=plain(payload),
        organization_id=tenancy.current_organization_id() if tenancy.has_organization() else None,
        created_at=now,
        available_at=now + dt.timedelta(seconds=delay_seconds),
    )
    transaction.on_commit(wake)
    return int(row.pk)


def write_rows(event_type: str, payloads: Sequence[tuple[dict[str, Any], float]]) -> None:
    """Write many outbox rows of one type; each payload comes with the seconds after which it may be delivered."""
    from edusync.kernel.models import OutboxEvent

    now = clock.now()
    organization_id = tenancy.current_organization_id() if tenancy.has_organization() else None
    OutboxEvent.objects.bulk_create(
        [
            OutboxEvent(
                event_type=event_type,
                payload=plain(payload),
                organization_id=organization_id,
                created_at=now,
                available_at=now + dt.timedelta(seconds=delay_seconds),
            )
            for payload, delay_seconds in payloads
        ],
        batch_size=500,
    )
    transaction.on_commit(wake)


def plain(value: Any) -> Any:
    """The value made of JSON's own types: instants and UUIDs become text."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    return value


_wakers: list[Callable[[], None]] = []


def register_waker(waker: Callable[[], None]) -> None:
    """Let a worker in this process know at once when a row was committed."""
    _wakers.append(waker)


def unregister_waker(waker: Callable[[], None]) -> None:
    """Undo `register_waker`."""
    if waker in _wakers:
        _wakers.remove(waker)


def wake() -> None:
    """Tell the workers of this process that there is something to do."""
    for waker in _wakers:
        waker()
