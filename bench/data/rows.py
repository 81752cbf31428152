"""Writing many rows: ids are given out here, because not every engine returns those of a bulk insert."""

import datetime
import hashlib
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Max

# Everything in the data sets happens around this instant, so that two runs make the same rows.
START = datetime.datetime(2026, 1, 5, 8, tzinfo=datetime.UTC)
BATCH = 2000


def ids_for(model: Any) -> Iterator[int]:
    """Free primary keys of a table, ascending."""
    last = manager_of(model).aggregate(last=Max("pk"))["last"] or 0
    while True:
        last += 1
        yield last


def insert(model: Any, rows: Iterable[Any]) -> list[Any]:
    made = list(rows)
    manager_of(model).bulk_create(made, batch_size=BATCH)
    return made


def manager_of(model: Any) -> Any:
    return getattr(model, "unscoped", None) or model._default_manager


def fixed_uuid(name: str) -> uuid.UUID:
    """The same UUID for the same name, in the form of version 7."""
    digest = bytearray(hashlib.sha256(name.encode()).digest()[:16])
    digest[6], digest[8] = 0x70 | digest[6] & 0x0F, 0x80 | digest[8] & 0x3F
    return uuid.UUID(bytes=bytes(digest))
