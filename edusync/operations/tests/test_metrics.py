"""What Prometheus gets, and from whom."""

import pytest
from django.db import connection
from prometheus_client.parser import text_string_to_metric_families

from edusync.kernel import clock
from edusync.kernel.models import OutboxEvent, ScheduledJob
from edusync.operations.database import facts, samples
from edusync.operations.metrics import SiteCollector

TOKEN = "of the monitoring"
pytestmark = pytest.mark.django_db


def measured(api):
    """Name and labels → value."""
    answer = api().get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


def test_numbers_of_the_site_can_be_scraped(api, settings):
    settings.METRICS_TOKEN = TOKEN
    now = clock.now()
    OutboxEvent.objects.create(event_type="x", payload={}, created_at=now, available_at=now)
    ScheduledJob.objects.create(name="a.good", next_run_at=now, last_run_at=now, last_result="done")
    ScheduledJob.objects.create(name="a.bad", next_run_at=now, last_run_at=now, last_result="ValueError: no")
    samples.measure_tables()
    values = measured(api)
    assert values[("edusync_outbox_waiting",)] == 1
    assert values[("edusync_ready", "database")] == 1
    assert (values[("edusync_job_failed", "a.good")], values[("edusync_job_failed", "a.bad")]) == (0, 1)
    assert ("edusync_table_rows", "identity_user") in values
    assert 0 < values[("edusync_database_answer_seconds",)] < 10
    assert ("edusync_replication_lag_seconds",) not in values
    if connection.vendor == "sqlite":
        assert ("edusync_replication_followers", "sent") not in values


def test_followers_are_counted_by_what_was_sent_to_them(monkeypatch):
    """The facts themselves are asked of two servers in tests/replication."""
    if connection.vendor == "sqlite":
        assert not list(SiteCollector().followers())
        return
    told = [facts.Follower("a", 1, "", is_sent=True), facts.Follower("b", 1, "", is_sent=False)]
    for found, expected in ((told, {"sent": 1, "sending": 1}), ([], {"sent": 0, "sending": 0})):
        monkeypatch.setattr(facts, "followers", lambda found=found: found)
        [family] = SiteCollector().followers()
        assert {sample.labels["state"]: sample.value for sample in family.samples} == expected
    monkeypatch.setattr(facts, "followers", lambda: None)
    assert not list(SiteCollector().followers())


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer other", "Basic b2YgdGhl", "Bearer ö"])
def test_without_the_token_there_is_nothing(api, settings, given):
    settings.METRICS_TOKEN = TOKEN
    assert api().get("/metrics", headers={"authorization": given}).status_code == 404


def test_without_a_token_in_the_settings_nobody_reads_them(api, settings):
    settings.METRICS_TOKEN = ""
    assert api().get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


def test_nothing_is_written_to_them(api, settings):
    settings.METRICS_TOKEN = TOKEN
    assert api().post("/metrics").status_code == 405
