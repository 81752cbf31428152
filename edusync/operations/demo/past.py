"""Rows of the demo school say that they were made when what they tell of happened."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from edusync.kernel import clock


@contextmanager
def rows_follow_the_clock() -> Iterator[None]:
    """Inside, `created_at` and `updated_at` are the instant of `clock.frozen`, and with them what triggers write of it.

    Django asks `timezone.now` for both. The history of marks and of attendance is written by triggers from the row's
    `updated_at`: without this all of it would have happened in the minute in which the school was made. Only for the
    one process that makes the school; nothing else runs in it.
    """
    real = timezone.now
    timezone.now = lambda: clock.frozen_instant() or real()
    try:
        yield
    finally:
        timezone.now = real
