"""Bounds of requests in a minute."""

import datetime as dt

import pytest

from edusync.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.urls("edusync.kernel.tests.sample_urls")]

NOON = dt.datetime(2026, 1, 1, 12, 0, 10, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _limits_on(settings):
    settings.RATE_LIMITS_ON = True
    settings.RATE_LIMIT_PER_ADDRESS = 5
    settings.RATE_LIMIT_PER_USER = 3


def test_an_address_waits_for_the_next_minute(api):
    client = api()
    with clock.frozen(NOON):
        statuses = [client.get("/api/v1/hall").status_code for _ in range(6)]
        refused = client.get("/api/v1/hall")
    assert statuses == [200] * 5 + [429]
    assert client.problem(refused, 429, "rate-limited")["retry_after_seconds"] == 50
    assert refused["Retry-After"] == "50"
    with clock.frozen(NOON + dt.timedelta(seconds=50)):
        assert client.get("/api/v1/hall").status_code == 200


def test_a_person_has_a_bound_of_their_own(api, learner, stranger):
    with clock.frozen(NOON):
        client = api(learner, REMOTE_ADDR="192.0.2.1")
        assert [client.get("/api/v1/cups").status_code for _ in range(4)] == [200, 200, 200, 429]
        assert api(stranger, REMOTE_ADDR="192.0.2.2").get("/api/v1/cups").status_code == 200


def test_only_the_api_is_bounded(api):
    with clock.frozen(NOON):
        assert {api().get("/files/plain").status_code for _ in range(9)} == {200}
