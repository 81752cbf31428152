"""No secret reaches a log line: by name, by shape, in tracebacks, and on the ways that carry secrets."""

import io
import logging
import logging.config

import pytest
import structlog
from django.conf import settings

from edusync.identity.testing import PASSWORD, key_of
from edusync.kernel.log_secrets import HIDDEN, hide_shapes, hide_values


@pytest.fixture
def lines():
    """What the configured formatter writes, from DEBUG on."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    config = settings.LOGGING["formatters"]["lines"]
    handler.setFormatter(config["()"](**{key: value for key, value in config.items() if key != "()"}))
    root = logging.getLogger()
    loggers = [root, *(logging.getLogger(name) for name in settings.LOGGING["loggers"])]
    before = [(logger, logger.level) for logger in loggers]
    for logger, _level in before:
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
    yield written
    for logger, level in before:
        logger.removeHandler(handler)
        logger.setLevel(level)


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "new_password1",
        "client_secret",
        "api_key",
        "Authorization",
        "session_key",
        "otp",
        "csrftoken",
        "signature",
    ],
)
def test_values_named_like_secrets_are_hidden(name):
    assert hide_values(None, "info", {name: "canary-42"})[name] == HIDDEN
    assert hide_values(None, "info", {"body": {name: "canary-42"}})["body"][name] == HIDDEN


@pytest.mark.parametrize(
    "line",
    [
        "GET /x Authorization: Bearer canary-42-canary-42",
        "used esk_canary42canary42",
        "eyJcanary42x.eyJcanary42.canary42",
        "mysql://edusync:canary-42@db/edusync",
        "opened https://lms.example/invitation/canary-42-canary-42",
        "opened /reset-password/3-canary-42-canary-42",
        "/callback?code=canary-42-canary&state=canary-42-canary",
        "Cookie: sessionid=canary42canary42; csrftoken=canary42canary42",
        "{'password': 'canary-42'}",
        'token="canary-42"',
        "v1.k1.canary42canary42canary42canary42==",
    ],
)
def test_texts_shaped_like_secrets_are_hidden(line):
    hidden = hide_shapes(None, "info", line)
    assert "canary" not in hidden
    assert HIDDEN in hidden


@pytest.mark.parametrize(
    "line",
    [
        "request_done path=/api/v1/courses status=200 ms=3",
        "job_failed job=audit.anchor",
        "12 tokens of 4 courses",
    ],
)
def test_other_lines_stay_as_they_are(line):
    assert hide_shapes(None, "info", line) == line


def test_a_traceback_is_cleaned_too(lines):
    try:
        raise ValueError("cannot reach mysql://edusync:canary-42@db/edusync")
    except ValueError:
        structlog.get_logger("tests").exception("failed", password="canary-43")
    assert "ValueError" in lines.getvalue()
    assert "canary" not in lines.getvalue()


def test_ways_that_carry_secrets_leave_none_in_the_log(lines, api, learner, admin, client):
    """Signing in rightly and wrongly, a reset, an API key, a forged session."""
    secrets = [PASSWORD, "wrong-canary-42-pass"]
    for password in secrets:
        client.post(
            "/_allauth/browser/v1/auth/login",
            {"email": learner.email, "password": password},
            content_type="application/json",
        )
    client.post(
        "/_allauth/browser/v1/auth/password/request",
        {"email": learner.email},
        content_type="application/json",
    )
    key = key_of(admin, "identity:person:read")
    secrets.append(key)
    client.get("/api/v1/people", headers={"authorization": f"Bearer {key}"})
    client.get("/api/v1/people?token=canary-token-42")
    client.cookies["sessionid"] = "forgedcanary42forged"
    client.get("/api/v1/me")
    secrets += ["canary-token-42", "forgedcanary42forged"]
    logging.getLogger("django.request").error("said %s", f"Bearer {key}")
    assert lines.getvalue()
    assert [secret for secret in secrets if secret in lines.getvalue()] == []
