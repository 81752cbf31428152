"""Measures the site every five minutes and its tables once a day, and forgets after a month."""

import datetime as dt
import shutil
import time
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from edusync.kernel import clock
from edusync.kernel.models import OutboxEvent
from edusync.operations.database import facts
from edusync.operations.models import KEPT_DAYS, HealthSample, TableSize


def take_sample() -> HealthSample:
    """Measure now and keep it."""
    sample = measured()
    sample.save(force_insert=True)
    return sample


def measured() -> HealthSample:
    """The present measurement, not kept."""
    now = clock.now()
    waiting = OutboxEvent.objects.filter(delivered_at=None, failed_at=None, available_at__lte=now)
    oldest = waiting.order_by("available_at").values_list("available_at", flat=True).first()
    used = facts.connections()
    lags = [replica.lag_seconds for replica in facts.replicas() or [] if replica.lag_seconds is not None]
    return HealthSample(
        taken_at=now,
        database_us=answer_time_us(),
        database_bytes=database_bytes(),
        connections=used.used if used else None,
        waiting_events=waiting.count(),
        oldest_wait_seconds=int((now - oldest).total_seconds()) if oldest else 0,
        failed_events=OutboxEvent.objects.exclude(failed_at=None).count(),
        free_disk_mb=free_disk_mb(),
        replication_lag_seconds=max(lags, default=None),
    )


def answer_time_us() -> int:
    """The best of three times of one SELECT, in microseconds: the worst would show what else the machine does."""
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
        times.append(time.perf_counter() - begun)
    return round(min(times) * 1_000_000)


def database_bytes() -> int:
    """Size of the database."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
            return int(cursor.fetchone()[0])
    return sum(table.data_bytes + table.index_bytes for table in facts.tables())


def free_disk_mb() -> int:
    """Free room of the data folder's disk, in MiB."""
    folder = Path(settings.DATA_DIR)
    return shutil.disk_usage(folder if folder.exists() else folder.parent).free // 1_048_576


@transaction.atomic
def measure_tables() -> int:
    """Keep today's sizes, over those measured earlier today; how many tables."""
    day = clock.now().date()
    rows = [
        TableSize(
            day=day,
            table_name=table.name,
            row_count=table.rows,
            size_bytes=table.data_bytes + table.index_bytes,
        )
        for table in facts.tables()
    ]
    TableSize.objects.filter(day=day).delete()
    TableSize.objects.bulk_create(rows)
    return len(rows)


def forget_old() -> int:
    """Remove measurements older than a month; how many went."""
    end = clock.now() - dt.timedelta(days=KEPT_DAYS)
    samples, _ = HealthSample.objects.filter(taken_at__lt=end).delete()
    sizes, _ = TableSize.objects.filter(day__lt=end.date()).delete()
    return samples + sizes
