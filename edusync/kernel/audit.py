"""The hook by which any app records an audited act; the audit app registers the sink."""

from collections.abc import Callable, Mapping
from typing import Any

from edusync.kernel.policy import Actor

Sink = Callable[..., None]
_sinks: list[Sink] = []


def register_sink(sink: Sink) -> Sink:
    """Let `sink(action, actor, target, facts)` receive every record."""
    if sink not in _sinks:
        _sinks.append(sink)
    return sink


def record(
    action: str,
    *,
    actor: Actor | int | None,
    target: tuple[str, Any] = ("", ""),
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Record an act in the caller's transaction. `action` is `app.resource.past_tense`, `target` (type, id)."""
    for sink in _sinks:
        sink(action=action, actor=actor, target=target, facts=dict(facts or {}))
