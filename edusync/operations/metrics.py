"""Numbers for Prometheus: what an alarm would ring for."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily

from edusync.kernel import clock
from edusync.kernel.models import ScheduledJob
from edusync.operations import health, queries
from edusync.operations.database import facts, samples
from edusync.operations.models import HealthSample

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# Sample column → (name, help, factor into base units).
MEASURED: dict[str, tuple[str, str, float]] = {
    "database_us": ("edusync_database_answer_seconds", "Time of one SELECT.", 1e-6),
    "database_bytes": ("edusync_database_bytes", "Size of the database.", 1),
    "connections": ("edusync_database_connections", "Open connections.", 1),
    "waiting_events": ("edusync_outbox_waiting", "Events and tasks that are due and not delivered.", 1),
    "oldest_wait_seconds": ("edusync_outbox_oldest_seconds", "How long the oldest of them waits.", 1),
    "failed_events": ("edusync_outbox_failed", "Events and tasks that were given up.", 1),
    "free_disk_mb": ("edusync_disk_free_bytes", "Free room of the data folder's disk.", 1_048_576),
    "replication_lag_seconds": (
        "edusync_replication_lag_seconds",
        "How far the server is behind its source.",
        1,
    ),
}


class SiteCollector:
    """Measures when it is asked."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """All families."""
        yield from self.checks()
        yield from self.sample()
        yield from self.followers()
        yield from self.jobs()
        yield from self.tables()

    def checks(self) -> Iterator[GaugeMetricFamily]:
        """What `/readyz` says, one or zero."""
        family = GaugeMetricFamily("edusync_ready", "Whether a part of the site is well.", labels=["check"])
        for name, check in health.readiness().items():
            family.add_metric([name], float(check["is_ok"]))
        yield family

    def sample(self) -> Iterator[GaugeMetricFamily]:
        """The present measurement. What the engine does not tell is left out."""
        present: HealthSample = samples.measured()
        for column, (name, text, factor) in MEASURED.items():
            value = getattr(present, column)
            if value is not None:
                yield GaugeMetricFamily(name, text, value=value * factor)

    def followers(self) -> Iterator[GaugeMetricFamily]:
        """How many servers follow this one, by whether all was sent to them. Left out where that is not known."""
        found = None if connection.vendor == "sqlite" else facts.followers()
        if found is None:
            return
        family = GaugeMetricFamily(
            "edusync_replication_followers", "Servers that read this one's log.", labels=["state"]
        )
        for state, is_sent in (("sent", True), ("sending", False)):
            family.add_metric([state], sum(follower.is_sent is is_sent for follower in found))
        yield family

    def jobs(self) -> Iterator[GaugeMetricFamily]:
        """Age of each periodic job's last run, and whether that ended well."""
        age = GaugeMetricFamily("edusync_job_age_seconds", "Time since the last run.", labels=["job"])
        failed = GaugeMetricFamily("edusync_job_failed", "Whether the last run failed.", labels=["job"])
        for job in ScheduledJob.objects.exclude(last_run_at=None).order_by("name"):
            age.add_metric([job.name], (clock.now() - (job.last_run_at or clock.now())).total_seconds())
            failed.add_metric([job.name], float(job.last_result not in {"", "done"}))
        yield age
        yield failed

    def tables(self) -> Iterator[GaugeMetricFamily]:
        """Rows and bytes of each table, as measured last."""
        rows = GaugeMetricFamily("edusync_table_rows", "Rows, estimated on servers.", labels=["table"])
        size = GaugeMetricFamily("edusync_table_bytes", "Bytes of data and indexes.", labels=["table"])
        for table in queries.table_growth()[1]:
            rows.add_metric([table.name], table.rows)
            size.add_metric([table.name], table.size_bytes)
        yield rows
        yield size


def exposition() -> bytes:
    """Everything in Prometheus' text format."""
    registry = CollectorRegistry()
    collector: Any = SiteCollector()
    registry.register(collector)
    return bytes(generate_latest(registry))
