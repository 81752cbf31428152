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


@pytest.fixture
def _three_searches(settings):
    settings.RATE_LIMIT_PER_ADDRESS = 1000
    settings.RATE_LIMITS = {"search": "3/m"}


@pytest.mark.usefixtures("_three_searches")
class TestStrictLimits:
    def ask(self, client, words="knots"):
        return client.get(f"/api/v1/library?search={words}")

    def test_answers_tell_what_is_left(self, api):
        with clock.frozen(NOON):
            first, second = self.ask(api()), self.ask(api())
        assert [first[f"RateLimit-{name}"] for name in ("Limit", "Remaining", "Reset")] == ["3", "2", "50"]
        assert second["RateLimit-Remaining"] == "1"

    def test_the_one_too_many_is_refused_and_told_how_long_to_wait(self, api):
        with clock.frozen(NOON):
            for _ in range(3):
                assert self.ask(api()).status_code == 200
            refused = self.ask(api())
        body = api().problem(refused, 429, "rate-limited")
        assert body["retry_after_seconds"] == 50
        assert (refused["Retry-After"], refused["RateLimit-Remaining"]) == ("50", "0")

    def test_a_new_window_begins_empty(self, api):
        with clock.frozen(NOON):
            for _ in range(4):
                self.ask(api())
        with clock.frozen(NOON + dt.timedelta(seconds=50)):
            assert self.ask(api())["RateLimit-Remaining"] == "2"

    def test_a_list_without_words_is_no_search(self, api):
        with clock.frozen(NOON):
            answers = [self.ask(api(), words="") for _ in range(5)]
        assert {answer.status_code for answer in answers} == {200}
        assert "RateLimit-Limit" not in answers[0]

    def test_addresses_and_people_are_counted_apart(self, api, learner, stranger):
        with clock.frozen(NOON):
            for _ in range(4):
                self.ask(api())
            assert self.ask(api(REMOTE_ADDR="192.0.2.7")).status_code == 200
            assert self.ask(api(learner))["RateLimit-Remaining"] == "2"
            assert self.ask(api(stranger))["RateLimit-Remaining"] == "2"

    def test_switched_off_nothing_is_counted(self, api, settings):
        settings.RATE_LIMITS_ON = False
        assert {self.ask(api()).status_code for _ in range(5)} == {200}
