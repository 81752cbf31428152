"""The one source of the present instant, so that tests can move it."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterator

_frozen: ContextVar[datetime | None] = ContextVar("frozen_instant", default=None)


def now() -> datetime:
    """The present instant in UTC, or the one set by `frozen`."""
    return _frozen.get() or timezone.now()


def frozen_instant() -> datetime | None:
    """The instant set by `frozen`, None where time runs."""
    return _frozen.get()


@contextmanager
def frozen(instant: datetime) -> "Iterator[None]":
    """Let `now` return `instant` inside the block (tests, replays)."""
    token = _frozen.set(instant)
    try:
        yield
    finally:
        _frozen.reset(token)
