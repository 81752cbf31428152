"""The hook by which any app records an audited act; the audit app registers the sink."""

from collections.abc import Callable, Mapping
from typing import Any

from edusync.kernel.policy import Actor

Sink = Callable[..., None]
_sinks: list[Sink] = []


def register_sink(sink: Sink) -> Sink:
    """Let `sink(kind, action, actor, target, facts, subject_id)` receive every record, all by name."""
    if sink not in _sinks:
        _sinks.append(sink)
    return sink


def record(
    action: str,
    *,
    actor: Actor | int | None,
    target: tuple[str, Any] = ("", ""),
    facts: Mapping[str, Any] | None = None,
    subject_id: int | None = None,
) -> None:
    """Record an act in the caller's transaction. `action` is `app.resource.past_tense`, `target` (type, id).

    `subject_id` is the person whom the act concerns; a target of type `user` is that person unless told otherwise.
    """
    _send("change", action, actor, target, facts, subject_id)


def record_read(
    action: str,
    *,
    actor: Actor | int | None,
    target: tuple[str, Any] = ("", ""),
    facts: Mapping[str, Any] | None = None,
    subject_id: int | None = None,
) -> None:
    """Record that somebody looked at, or took away, what is sensitive. The person it concerns can see that."""
    _send("read", action, actor, target, facts, subject_id)


def _send(
    kind: str,
    action: str,
    actor: Actor | int | None,
    target: tuple[str, Any],
    facts: Mapping[str, Any] | None,
    subject_id: int | None,
) -> None:
    if subject_id is None and target[0] == "user":
        subject_id = int(target[1])
    for sink in _sinks:
        sink(
            kind=kind,
            action=action,
            actor=actor,
            target=target,
            facts=dict(facts or {}),
            subject_id=subject_id,
        )
