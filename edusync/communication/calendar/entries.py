"""Entries in one's own calendar. Nothing of it is audited or announced: it is nobody else's matter."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction

from edusync.communication.calendar.agenda import ENTRY_COLUMNS
from edusync.communication.calendar.facts import as_uuid
from edusync.communication.models import CalendarEvent
from edusync.communication.policy import OwnCalendarPolicy
from edusync.communication.problems import CalendarFull
from edusync.kernel import clock
from edusync.kernel.locking import save_versioned
from edusync.kernel.policy import Actor
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.tenancy import current_organization_id
from edusync.progress.queries import as_instant

MAX_ENTRIES = 2_000
LONGEST = datetime.timedelta(days=366)
# So long can a deleted entry be taken back; then it is gone for good.
KEEP_DELETED = datetime.timedelta(days=30)
FIELDS = ("title", "note", "starts_at", "ends_at", "is_all_day")
# Whole days are kept by the days of UTC: at most so far from those of any zone.
ZONES_APART = datetime.timedelta(days=1)


def entries_within(
    actor: Actor, *, since: datetime.datetime, until: datetime.datetime
) -> list[dict[str, Any]]:
    """The actor's entries that may touch [since, until), as rows of columns; `agenda` looks closer. One statement.

    What `OwnCalendarPolicy` makes visible, said in SQL: home asks this at every visit, and plain SQL costs a fifth of
    what building the same query costs.
    """
    if not OwnCalendarPolicy().allows(actor, "read", None):
        return []
    near = [connection.ops.adapt_datetimefield_value(at) for at in (until + ZONES_APART, since - ZONES_APART)]
    with connection.cursor() as cursor:
        cursor.execute(WITHIN, [actor.user_id, actor.organization_id, *near])
        return [_row(values) for values in cursor.fetchall()]


WITHIN = f"""
SELECT {", ".join(ENTRY_COLUMNS)} FROM communication_calendar_event
WHERE owner_id = %s AND organization_id = %s AND deleted_at IS NULL AND starts_at < %s AND ends_at > %s
ORDER BY starts_at, id
"""  # noqa: S608 - columns are constants


def _row(values: Any) -> dict[str, Any]:
    entry = dict(zip(ENTRY_COLUMNS, values, strict=True))
    instants = {name: as_instant(entry[name]) for name in ("starts_at", "ends_at", "updated_at")}
    return {**entry, **instants, "uuid": as_uuid(entry["uuid"]), "is_all_day": bool(entry["is_all_day"])}


@transaction.atomic
def write_entry(*, owner_id: int, values: Mapping[str, Any]) -> CalendarEvent:
    """Keep an entry. Raises ValidationProblem (times), CalendarFull."""
    entry = CalendarEvent(organization_id=current_organization_id(), owner_id=owner_id)
    for name in FIELDS:
        if name in values:
            setattr(entry, name, values[name])
    refuse_odd_times(entry)
    if CalendarEvent.objects.filter(owner_id=owner_id, deleted_at=None).count() >= MAX_ENTRIES:
        raise CalendarFull
    entry.save(force_insert=True)
    return entry


@transaction.atomic
def change_entry(*, entry: CalendarEvent, values: Mapping[str, Any]) -> CalendarEvent:
    """Store other words or times. Raises ValidationProblem, PreconditionFailed."""
    changed = [name for name in FIELDS if name in values and values[name] != getattr(entry, name)]
    for name in changed:
        setattr(entry, name, values[name])
    refuse_odd_times(entry)
    if changed:
        save_versioned(entry, changed)
    return entry


@transaction.atomic
def delete_entry(*, entry: CalendarEvent) -> None:
    """Take an entry away; `restore_entry` brings it back for 30 days."""
    entry.deleted_at = clock.now()
    save_versioned(entry, ["deleted_at"])


@transaction.atomic
def restore_entry(*, entry: CalendarEvent) -> CalendarEvent:
    """Bring a deleted entry back. Raises PreconditionFailed."""
    if entry.deleted_at is not None:
        entry.deleted_at = None
        save_versioned(entry, ["deleted_at"])
    return entry


def purge_deleted_entries() -> int:
    """Drop the entries of all organizations that were deleted more than 30 days ago; how many."""
    gone = CalendarEvent.unscoped.filter(deleted_at__lt=clock.now() - KEEP_DELETED)
    count: int = gone.delete()[0]
    return count


def refuse_odd_times(entry: CalendarEvent) -> None:
    """Raise ValidationProblem for an end before the beginning, a year and more, or whole days that are none."""
    if entry.is_all_day and (not is_midnight(entry.starts_at) or not is_midnight(entry.ends_at)):
        raise _invalid("/starts_at", "not-a-day", "Whole days go from midnight to midnight, UTC.")
    if entry.ends_at < entry.starts_at or (entry.is_all_day and entry.ends_at == entry.starts_at):
        raise _invalid("/ends_at", "before-start", "Must not be earlier than the beginning.")
    if entry.ends_at - entry.starts_at > LONGEST:
        raise _invalid("/ends_at", "too-long", "Must end within a year.")


def is_midnight(moment: datetime.datetime) -> bool:
    """Whether a day of UTC begins at this instant."""
    return moment.astimezone(datetime.UTC).time() == datetime.time.min


def _invalid(pointer: str, code: str, detail: str) -> ValidationProblem:
    return ValidationProblem(errors=[FieldError(pointer, code, detail)])
