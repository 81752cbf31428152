"""Reports that are sent again and again: made, changed, paused, deleted by who made them; left by who gets them."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from edusync.identity.queries import time_zone_of_organization
from edusync.identity.services.acting import actor_of_person
from edusync.kernel import audit, clock
from edusync.kernel.locking import save_versioned
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.problems import FieldError, Forbidden, NotFound
from edusync.kernel.tenancy import current_organization_id
from edusync.progress.time_zones import zone_of
from edusync.reports.engine.filters import storable
from edusync.reports.models import ReportReceiver, ReportSchedule
from edusync.reports.problems import ReportReceiverInvalid, ReportScheduleInvalid, ReportSchedulesTooMany
from edusync.reports.services.exports import slug_of, target_of
from edusync.reports.services.tabling import ORDER
from edusync.reports.sources import ReportSource, source_for
from edusync.reports.timing import LAST_DAY, Timing, next_run

MOST_SCHEDULES = 20
MOST_RECEIVERS = 20
Cadence = ReportSchedule.Cadence
_COLUMNS = ("format", "filters", "cadence", "weekday", "day_of_month", "hour", "is_on", "next_run_at")


def may_send_to_others(actor: Actor) -> bool:
    """Whether the actor may have a report sent to somebody else than themselves."""
    return actor.has(Permission.REPORT_READ)


def time_zone_of_schedules() -> str:
    """Name of the time zone in which the hours of schedules are meant."""
    return time_zone_of_organization(current_organization_id())


@transaction.atomic
def create_schedule(*, slug: str, values: Mapping[str, Any], actor: Actor) -> ReportSchedule:
    """Have a report sent from now on. `values`: format, filters, order, cadence, weekday, day_of_month, hour, receivers.

    Receivers are ids of people who see the report; without any it is who asks. Raises NotFound (no such report),
    ReportFilterInvalid, ReportScheduleInvalid, ReportReceiverInvalid, ReportSchedulesTooMany.
    """
    source = source_for(actor, slug)
    if (
        ReportSchedule.objects.filter(owner_id=actor.user_id, deleted_at__isnull=True).count()
        >= MOST_SCHEDULES
    ):
        raise ReportSchedulesTooMany(most=MOST_SCHEDULES)
    receivers = list(values.get("receivers") or [actor.user_id])
    _check_receivers(receivers, slug, actor)
    schedule = ReportSchedule(
        **target_of(source), owner_id=actor.user_id or 0, organization_id=current_organization_id()
    )
    _set(schedule, source, values)
    schedule.save()
    _keep_receivers(schedule, receivers)
    _record("created", schedule, actor)
    return schedule


@transaction.atomic
def change_schedule(*, schedule: ReportSchedule, values: Mapping[str, Any], actor: Actor) -> ReportSchedule:
    """Change what `values` names, as in `create_schedule`, or switch it off and on by `is_on`.

    Raises Forbidden unless it is one's own, and what `create_schedule` raises, PreconditionFailed.
    """
    _require_own(schedule, actor)
    slug = slug_of(schedule)
    source = source_for(actor, slug)
    if "receivers" in values:
        receivers = list(values["receivers"]) or [actor.user_id]
        known = set(schedule.receivers.values_list("user_id", flat=True))
        _check_receivers(receivers, slug, actor, known)
        _keep_receivers(schedule, receivers)
    _set(schedule, source, values)
    save_versioned(schedule, _COLUMNS)
    _record("changed", schedule, actor)
    return schedule


@transaction.atomic
def delete_schedule(*, schedule: ReportSchedule, actor: Actor) -> None:
    """Send it no more. Files that were made stay with who got them. Raises Forbidden unless it is one's own."""
    _require_own(schedule, actor)
    schedule.is_on, schedule.deleted_at = False, clock.now()
    save_versioned(schedule, ("is_on", "deleted_at"))
    _record("deleted", schedule, actor)


@transaction.atomic
def set_subscription(*, schedule: ReportSchedule, actor: Actor, is_wanted: bool) -> None:
    """A receiver does not want the report any more, or wants it again. Raises NotFound for who is no receiver."""
    rows = ReportReceiver.objects.filter(schedule=schedule, user_id=actor.user_id)
    if not rows.exists():
        raise NotFound
    now = clock.now()
    changed = rows.filter(unsubscribed_at__isnull=not is_wanted).update(
        unsubscribed_at=None if is_wanted else now, updated_at=now
    )
    if changed:
        _record("subscribed" if is_wanted else "unsubscribed", schedule, actor)


def next_run_of(schedule: ReportSchedule, after: datetime.datetime) -> datetime.datetime:
    """When the schedule is due after that instant, in the organization's time zone."""
    timing = Timing(schedule.cadence, schedule.hour, schedule.weekday, schedule.day_of_month)
    return next_run(timing, after, zone_of(time_zone_of_organization(schedule.organization_id)))


def _set(schedule: ReportSchedule, source: ReportSource, values: Mapping[str, Any]) -> None:
    """Put the values in, and work out the next run."""
    schedule.format = values.get("format", schedule.format)
    if "filters" in values or "order" in values:
        schedule.filters = _kept_filters(schedule, source, values)
    for name in ("cadence", "weekday", "day_of_month", "hour", "is_on"):
        if name in values:
            setattr(schedule, name, values[name])
    # Whatever the rhythm does not need is not kept.
    schedule.weekday = schedule.weekday if schedule.cadence == Cadence.WEEKLY else None
    schedule.day_of_month = schedule.day_of_month if schedule.cadence == Cadence.MONTHLY else None
    _check_timing(schedule)
    schedule.next_run_at = next_run_of(schedule, clock.now())


def _kept_filters(
    schedule: ReportSchedule, source: ReportSource, values: Mapping[str, Any]
) -> dict[str, str]:
    before = dict(schedule.filters)
    order_before = before.pop(ORDER, "")
    filters = source.parse_filters(values.get("filters", before))
    order = str(values.get("order", order_before))
    kept = storable(filters)
    if order and source.parse_order(filters, order) != source.order:
        kept[ORDER] = order
    return kept


def _check_timing(schedule: ReportSchedule) -> None:
    if schedule.cadence == Cadence.WEEKLY and schedule.weekday not in range(7):
        raise ReportScheduleInvalid(errors=[FieldError("/weekday", "required", "0 (Monday) to 6.")])
    if schedule.cadence == Cadence.MONTHLY and schedule.day_of_month not in range(1, LAST_DAY + 1):
        raise ReportScheduleInvalid(errors=[FieldError("/day_of_month", "required", f"1 to {LAST_DAY}.")])


def _check_receivers(
    receivers: Sequence[int], slug: str, actor: Actor, known: set[int] | frozenset[int] = frozenset()
) -> None:
    """Everybody new on the list must see the report now; who loses it later gets nothing, and stays on the list."""
    others = [user_id for user_id in receivers if user_id != actor.user_id]
    if len(set(receivers)) > MOST_RECEIVERS or (others and not may_send_to_others(actor)):
        most = MOST_RECEIVERS if may_send_to_others(actor) else 1
        raise ReportReceiverInvalid(errors=[FieldError("/receivers", "too-many", f"At most {most}.")])
    errors = [
        FieldError(f"/receivers/{place}", "no-access", "This person may not see the report.")
        for place, user_id in enumerate(receivers)
        if user_id not in known and not may_receive(user_id, slug)
    ]
    if errors:
        raise ReportReceiverInvalid(errors=errors)


def may_receive(user_id: int, slug: str) -> bool:
    """Whether the person sees the report in the organization in context."""
    person = actor_of_person(user_id=user_id, organization_id=current_organization_id())
    if person is None:
        return False
    try:
        source_for(person, slug)
    except NotFound:
        return False
    return True


def _keep_receivers(schedule: ReportSchedule, receivers: Sequence[int]) -> None:
    wanted = set(receivers)
    rows = ReportReceiver.objects.filter(schedule=schedule)
    rows.exclude(user_id__in=wanted).delete()
    present = set(rows.values_list("user_id", flat=True))
    for user_id in sorted(wanted - present):
        ReportReceiver.objects.create(schedule=schedule, user_id=user_id)


def _require_own(schedule: ReportSchedule, actor: Actor) -> None:
    if schedule.owner_id != actor.user_id:
        raise Forbidden


def _record(what: str, schedule: ReportSchedule, actor: Actor | int) -> None:
    audit.record(
        f"reports.schedule.{what}",
        actor=actor,
        target=("report_schedule", schedule.pk),
        facts={
            "report": slug_of(schedule),
            "format": schedule.format,
            "cadence": schedule.cadence,
            "receivers": schedule.receivers.count(),
        },
    )
