"""Measuring without a server: Django's own client in this process tells queries, bytes and CPU time."""

import dataclasses
import gzip
import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.facts import CSRF, Facts
from bench.scenarios import Ask, Scenario

WARM_UP = 5
# Statements that only frame a transaction are not counted: no server does work for them.
FRAMES = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclasses.dataclass(slots=True)
class Inside:
    """What one request costs, seen from inside the process."""

    queries: int
    statements: list[str]
    plain_bytes: int
    compressed_bytes: int
    cpu_ms: float


class Failed(Exception):
    """A scenario did not get the answer it expects."""


def measure(scenario: Scenario, facts: Facts, *, requests: int, warm_up: int = WARM_UP) -> Inside:
    """Queries (the largest number of a few requests), bytes, and CPU milliseconds averaged over `requests`."""
    asks = scenario.asks(facts)
    client = Client()
    for ask in islice(asks, warm_up):
        send(client, ask, facts, expected=scenario.status)
    counted = [_counted(client, ask, facts, scenario) for ask in islice(asks, 3)]
    statements, plain = max(counted, key=lambda pair: len(pair[0]))
    compressed = _compressed(client, asks, facts, scenario)
    return Inside(
        len(statements), statements, plain, compressed, _cpu(client, asks, facts, scenario, requests)
    )


def send(client: Client, ask: Ask, facts: Facts, *, expected: int, **extra: str) -> Any:
    """One request with the person's session. Raises Failed."""
    cookie = f"csrftoken={CSRF}" if ask.user is None else facts.cookies[ask.user]
    # A client keeps cookies it is given; each request starts without.
    client.cookies.clear()
    response = client.generic(
        ask.method,
        ask.path,
        ask.content,
        "application/json",
        HTTP_COOKIE=cookie,
        HTTP_X_CSRFTOKEN=CSRF,
        **extra,
    )
    if response.status_code != expected:
        raise Failed(f"{ask.method} {ask.path}: {response.status_code} {body_of(response)[:300]!r}")
    return response


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def _counted(client: Client, ask: Ask, facts: Facts, scenario: Scenario) -> tuple[list[str], int]:
    with CaptureQueriesContext(connection) as captured:
        response = send(client, ask, facts, expected=scenario.status)
        plain = len(body_of(response))
    statements = [query["sql"] for query in captured.captured_queries]
    return [sql for sql in statements if not sql.lstrip().upper().startswith(FRAMES)], plain


def _compressed(client: Client, asks: Iterator[Ask], facts: Facts, scenario: Scenario) -> int:
    ask = next(asks, None)
    if ask is None:
        return 0
    response = send(client, ask, facts, expected=scenario.status, HTTP_ACCEPT_ENCODING="gzip")
    body = body_of(response)
    return len(body) if response.get("Content-Encoding") or len(body) < 200 else len(gzip.compress(body, 6))


def _cpu(client: Client, asks: Iterator[Ask], facts: Facts, scenario: Scenario, requests: int) -> float:
    began, done = time.process_time(), 0
    for ask in islice(asks, requests):
        send(client, ask, facts, expected=scenario.status)
        done += 1
    return (time.process_time() - began) * 1000 / max(done, 1)
