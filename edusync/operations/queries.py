"""What was measured, for the database page and for monitoring."""

import dataclasses
import datetime as dt

from edusync.kernel import clock
from edusync.operations.models import HealthSample, TableSize

# A day of samples is drawn point by point, a month by the hour.
MOST_POINTS = 300


@dataclasses.dataclass(frozen=True, slots=True)
class TableGrowth:
    """One table as measured last, and the change over seven days; None where nothing older was measured."""

    name: str
    rows: int
    size_bytes: int
    rows_grown: int | None
    bytes_grown: int | None


def table_growth() -> tuple[dt.date | None, list[TableGrowth]]:
    """Day of the last measurement, and its tables, the largest first."""
    day = TableSize.objects.order_by("-day").values_list("day", flat=True).first()
    if day is None:
        return None, []
    before = (
        TableSize.objects.filter(day__lte=day - dt.timedelta(days=7))
        .order_by("-day")
        .values_list("day", flat=True)
        .first()
    )
    earlier = {row.table_name: row for row in TableSize.objects.filter(day=before)} if before else {}
    return day, [
        TableGrowth(
            name=row.table_name,
            rows=row.row_count,
            size_bytes=row.size_bytes,
            rows_grown=row.row_count - earlier[row.table_name].row_count
            if row.table_name in earlier
            else None,
            bytes_grown=row.size_bytes - earlier[row.table_name].size_bytes
            if row.table_name in earlier
            else None,
        )
        for row in TableSize.objects.filter(day=day).order_by("-size_bytes", "table_name")
    ]


def health_history(days: int) -> list[HealthSample]:
    """Samples of the last days, the oldest first, thinned evenly to at most MOST_POINTS."""
    rows = list(
        HealthSample.objects.filter(taken_at__gte=clock.now() - dt.timedelta(days=days)).order_by("taken_at")
    )
    step = -(-len(rows) // MOST_POINTS) or 1
    # Counted from the newest, which always stays.
    return rows[::-1][::step][::-1]
