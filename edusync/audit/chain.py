"""The digest that ties every event to the one before it (SHA-256 over canonical JSON)."""

import hashlib
from datetime import UTC, datetime
from typing import Any

import orjson

COVERED = (
    "organization_id",
    "actor_id",
    "actor_label",
    "action",
    "target_type",
    "target_id",
    "facts",
    "address",
    "request_id",
)
# Came later: covered where they say something, so that the digests of older events stay as they are.
COVERED_IF_SET = {
    "kind": "change",
    "subject_id": None,
    "impersonator_id": None,
    "credential": "",
    "agent": "",
}


def digest_of(event: Any, previous: str) -> str:
    """Hexadecimal digest of an event's columns and the digest before it. The id is left out: engines give it later."""
    content = {name: getattr(event, name) for name in COVERED}
    for name, usual in COVERED_IF_SET.items():
        value = getattr(event, name)
        if value != usual:
            content[name] = value
    content["created_at"] = instant_text(event.created_at)
    content["previous"] = previous
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def instant_text(instant: datetime) -> str:
    """The instant in UTC with microseconds, as every engine stores it."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def head_text(organization_id: int, length: int, digest: str) -> str:
    """What the stamp of a chain's head covers."""
    return f"{organization_id}:{length}:{digest}"
