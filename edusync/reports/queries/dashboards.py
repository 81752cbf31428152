"""A few numbers for who runs the organization: the last thirty days beside the thirty before."""

import dataclasses
import datetime
from typing import Any

from django.db.models import Count, Sum

from edusync.identity.models import OrganizationMembership
from edusync.identity.queries import time_zone_of_organization
from edusync.kernel import clock
from edusync.kernel.tenancy import current_organization_id
from edusync.progress.time_queries import midnight
from edusync.progress.time_zones import zone_of
from edusync.reports.models import CourseStatistic, UserDailyActivity

DAYS = 30


@dataclasses.dataclass(frozen=True, slots=True)
class Period:
    """Whole days of the organization's calendar, both ends included."""

    begin: datetime.date
    end: datetime.date


def admin_figures() -> dict[str, Any]:
    """Sign-ups, active people, enrollments and completions of both periods; today is the last day. Seven queries."""
    zone = zone_of(time_zone_of_organization(current_organization_id()))
    today = clock.now().astimezone(zone).date()
    length = datetime.timedelta(days=DAYS)
    day = datetime.timedelta(days=1)
    now, before = Period(today - length + day, today), Period(today - 2 * length + day, today - length)
    figures = [_figures(period, zone) for period in (now, before)]
    return {
        "begins_on": now.begin,
        "ends_on": now.end,
        "days": DAYS,
        **{name: {"now": figures[0][name], "before": figures[1][name]} for name in figures[0]},
    }


def _figures(period: Period, zone: datetime.tzinfo) -> dict[str, int]:
    statistics = CourseStatistic.objects.filter(day__gte=period.begin, day__lte=period.end)
    sums = statistics.aggregate(enrollments=Sum("enrolled"), completions=Sum("completed"))
    activity = UserDailyActivity.objects.filter(day__gte=period.begin, day__lte=period.end)
    joined = OrganizationMembership.objects.filter(
        created_at__gte=midnight(period.begin, zone),
        created_at__lt=midnight(period.end + datetime.timedelta(days=1), zone),
    )
    return {
        "sign_ups": joined.count(),
        "active": int(activity.aggregate(number=Count("user_id", distinct=True))["number"]),
        "enrollments": int(sums["enrollments"] or 0),
        "completions": int(sums["completions"] or 0),
    }
