"""Transactions that the database ends to resolve a deadlock, and how they are run again."""

import functools
import random
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import structlog
from django.db import OperationalError, connection

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")

# MySQL and MariaDB: deadlock found; record has changed since last read (MariaDB 11 and Galera).
BROKEN_OFF = frozenset({1213, 1020})
TRIES = 5
LONGEST_PAUSE_SECONDS = 0.05

logger = structlog.get_logger(__name__)


def is_deadlock(error: OperationalError) -> bool:
    """Whether the database undid the whole transaction so that another one could go on."""
    return bool(error.args) and error.args[0] in BROKEN_OFF


def retry_deadlocks(function: Callable[Parameters, Answer]) -> Callable[Parameters, Answer]:
    """Decorator above `@transaction.atomic`: a transaction broken off by a deadlock is run again, at most five times.

    Inside a transaction of the caller nothing can be repeated: the error goes on to whoever began that one.
    """

    @functools.wraps(function)
    def wrapper(*arguments: Parameters.args, **values: Parameters.kwargs) -> Answer:
        tries = 1 if connection.in_atomic_block else TRIES
        for number in range(1, tries):
            try:
                return function(*arguments, **values)
            except OperationalError as error:
                if not is_deadlock(error):
                    raise
                logger.info(
                    "deadlock_retried", act=getattr(function, "__qualname__", repr(function)), number=number
                )
                # A random pause: those who met once should not meet again.
                time.sleep(random.uniform(0, LONGEST_PAUSE_SECONDS * number))  # noqa: S311 - no secret
        return function(*arguments, **values)

    return wrapper
