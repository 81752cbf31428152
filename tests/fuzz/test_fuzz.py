"""Requests made up from the description of the API: never a failure, and every answer as described."""

import os
from collections.abc import Iterator
from math import ceil
from typing import Any

import pytest
import schemathesis
from django.conf import settings as site
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.config import (
    CacheConfig,
    GenerationConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from edusync.config.wsgi import application

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="the same requests for every engine: SQLite's is enough"
    ),
]

CASES = int(os.environ.get("FUZZ_CASES", "300"))
# Who asks, and their share of the cases. Most of what a visitor asks is refused at the door.
SHARES = {"visitor": 0.15, "learner": 0.35, "instructor": 0.3, "admin": 0.2}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
TOKEN = "a" * 32
# The checks read bodies as they come.
HEADERS = {"X-CSRFToken": TOKEN, "Accept-Encoding": "identity"}


@pytest.fixture(autouse=True)
def _one_connection(rows: Any) -> Iterator[None]:
    """A request ends without closing the connection, whose transaction the test rolls back.

    After the rows are made: Django's own test client, which may make some, connects these signals again.
    """
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def description(organization: Any) -> Any:
    """The document that the API serves."""
    config = SchemathesisConfig(
        seed=1,
        cache=CacheConfig(enabled=False),
        projects=ProjectsConfig(
            default=ProjectConfig(
                generation=GenerationConfig(
                    deterministic=True, database="none", with_security_parameters=False
                )
            )
        ),
    )
    return schemathesis.openapi.from_wsgi("/api/v1/schema", application, config=config)


@pytest.fixture
def credentials(api: Any, request: pytest.FixtureRequest, who: str) -> dict[str, str]:
    """Cookies of the one who asks."""
    cookies = {site.CSRF_COOKIE_NAME: TOKEN}
    if who != "visitor":
        client = api(request.getfixturevalue(who))
        cookies[site.SESSION_COOKIE_NAME] = client.cookies[site.SESSION_COOKIE_NAME].value
    return cookies


# In one test for each, so that the school is made four times and not for every operation.
@pytest.mark.parametrize("who", list(SHARES))
def test_every_answer_is_as_described(
    description: Any, rows: Any, credentials: Any, who: str, subtests: Any
) -> None:
    operations = [found.ok() for found in description.get_all_operations()]
    wanted = ceil(CASES * SHARES[who])
    done = 0
    for position, operation in enumerate(operations):
        # What one operation cannot vary, those after it make up for.
        share = ceil((wanted - done) / (len(operations) - position))
        with subtests.test(operation.label):
            done += ask(operation, rows, credentials, cases=max(1, share))
    assert done >= wanted


def ask(operation: Any, rows: Any, credentials: dict[str, str], *, cases: int) -> int:
    """Send that many requests and check the answers; return how many were sent."""
    sent = 0

    @settings(
        max_examples=cases,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases_of(operation, rows))
    def send(case: Any) -> None:
        nonlocal sent
        sent += 1
        with transaction.atomic():
            response = case.call(headers=HEADERS, cookies=credentials)
            transaction.set_rollback(True)
        # What the cache learned of rows that are gone again.
        cache.clear()
        case.validate_response(response, checks=CHECKS)

    send()
    return sent


def cases_of(operation: Any, rows: dict[str, list[str]]) -> st.SearchStrategy[Any]:
    """Right and wrong requests, most of them about rows that are there."""

    @st.composite
    def case(draw: st.DrawFn) -> Any:
        mode = draw(st.sampled_from(MODES))
        # Words from the source, as schemathesis likes them, would depend on which modules are loaded.
        made = draw(operation.as_strategy(generation_mode=mode, feedback=NO_FEEDBACK))
        for name in made.path_parameters or ():
            if draw(st.integers(0, 9)):
                made.path_parameters[name] = draw(st.sampled_from(known_values(operation.path, name, rows)))
        if "If-Match" in (made.headers or {}) and draw(st.booleans()):
            made.headers["If-Match"] = "*"
        return made

    return case()


def known_values(path: str, name: str, rows: dict[str, list[str]]) -> list[str]:
    """Keys of rows for a parameter; raises KeyError for one that the school knows nothing of."""
    start = path.partition("/{")[0]
    return rows.get(f"{start}:{name}") or rows[name]


MODES = [
    schemathesis.GenerationMode.POSITIVE,
    schemathesis.GenerationMode.POSITIVE,
    schemathesis.GenerationMode.NEGATIVE,
]
