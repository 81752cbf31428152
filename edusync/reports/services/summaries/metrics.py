"""Numbers of learners for dashboards, and how each stood day by day."""

import datetime
from collections.abc import Mapping, MutableMapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Sum

from edusync.reports.models import DashboardMetric, DashboardMetricDay
from edusync.reports.queries import work_facts
from edusync.reports.services.summaries.writing import bring_in_line

Metric = DashboardMetric.Metric
# Work that is due within so many days counts as due.
DUE_DAYS = 7
_THOUSANDTH = Decimal("0.001")


def follow_work_metrics(*, now: datetime.datetime) -> None:
    """Bring in line what learners have to hand in, and what their courses' grades come to.

    Both are read whole, because what is due changes with the clock alone; only differences are written.
    """
    until = now + datetime.timedelta(days=DUE_DAYS)
    for metric, values in (
        (Metric.ASSIGNMENT_DUE, work_facts.assignments_due(now, until)),
        (Metric.GRADE_AVERAGE, work_facts.grade_averages()),
    ):
        wanted = {(user_id, str(metric), 0): {"value": rounded(value)} for user_id, value in values.items()}
        write_metrics(DashboardMetric.objects.filter(metric=metric), wanted, now=now)


def write_metrics(
    present: Any, wanted: Mapping[tuple[Any, ...], MutableMapping[str, Any]], *, now: datetime.datetime
) -> None:
    """Make the metrics of the queryset those wanted. The instant of the calculation is that of the value."""
    known = {(row.user_id, row.metric, row.reference_id): row for row in present}
    for key, values in wanted.items():
        row = known.get(key)
        # An equal one is not written again.
        is_same = row is not None and row.value == values["value"]
        values["calculated_at"] = row.calculated_at if row is not None and is_same else now
    bring_in_line(present, wanted, keys=("user_id", "metric", "reference_id"))


def note_metric_days(*, today: datetime.date, now: datetime.datetime) -> None:
    """Write down how each metric stands over everybody; the last run of a day stays."""
    rows = DashboardMetric.objects.order_by().values("metric")
    for row in rows.annotate(total=Sum("value"), values=Count("pk"), people=Count("user_id", distinct=True)):
        mean_now = rounded(Decimal(row["total"]) / row["values"])
        DashboardMetricDay.objects.update_or_create(
            metric=row["metric"],
            day=today,
            defaults={"people": row["people"], "mean": mean_now, "calculated_at": now},
        )


def rounded(value: Decimal) -> Decimal:
    """To the thousandths that are kept."""
    return value.quantize(_THOUSANDTH, rounding=ROUND_HALF_UP)
