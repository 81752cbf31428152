"""A person's calendar, their own entries, and the feed for calendar programs."""

import datetime
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from edusync.communication.calendar import entries, feeds
from edusync.communication.calendar.agenda import Item, agenda, entry_item
from edusync.communication.calendar.facts import learner_facts
from edusync.communication.calendar.ical import calendar_text, entity_tag
from edusync.communication.calendar.words import words_for
from edusync.communication.models import CalendarEvent, CalendarFeed
from edusync.communication.policy import OwnCalendarPolicy
from edusync.communication.rest import calendar_serializers as shapes
from edusync.identity.standing import Standing, standing_of
from edusync.kernel import clock
from edusync.kernel.idempotency import idempotent
from edusync.kernel.locking import etag, require_match
from edusync.kernel.policy import Actor, SignedIn
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.kernel.tenancy import organization_context
from edusync.progress.time_queries import ONE_DAY, midnight
from edusync.progress.time_zones import zone_of

MAX_DAYS = 100
# What the feed holds, from today.
FEED_BACK_DAYS = 60
FEED_AHEAD_DAYS = 400


def items_within(
    actor: Actor, zone: datetime.tzinfo, *, first: datetime.date, until: datetime.date
) -> list[Item]:
    """The actor's calendar from the beginning of `first` to that of `until`, days of their zone."""
    since, end = midnight(first, zone), midnight(until, zone)
    facts = learner_facts(learner_id=actor.user_id or 0, organization_id=actor.organization_id or 0)
    return agenda(facts, entries.entries_within(actor, since=since, until=end), since=since, until=end)


class CalendarView(ApiView):
    """My calendar."""

    policy = SignedIn()

    @schema(
        response=shapes.CalendarSerializer,
        query={
            "from": "first day, by my time zone; today without it",
            "until": f"day after the last, at most {MAX_DAYS} days later; a month without it",
        },
        summary="My calendar",
    )
    def get(self, request: Any) -> HttpResponseBase:
        """Due dates, quizzes, cohorts, seats, lessons that open, and my own entries."""
        name = standing_of(request.user).settings["time_zone"]
        zone = zone_of(name)
        now = clock.now()
        today = now.astimezone(zone).date()
        first = wanted_day(request, "from") or today
        until = wanted_day(request, "until") or first + 31 * ONE_DAY
        if not datetime.timedelta(0) < until - first <= MAX_DAYS * ONE_DAY:
            raise ValidationProblem(
                errors=[FieldError("/until", "out-of-range", f"1 to {MAX_DAYS} days after from.")]
            )
        items = items_within(self.actor, zone, first=first, until=until)
        shown = [item.as_json(now) for item in items]
        return FastResponse({"now": now, "today": today, "time_zone": name, "items": shown})


def wanted_day(request: Any, name: str) -> datetime.date | None:
    """The day in the query. Raises ValidationProblem."""
    text = request.GET.get(name, "")
    if not text:
        return None
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        day = None
    # Calendars of the years beside could not be reckoned in every zone.
    if day is None or not 1900 <= day.year <= 9000:
        raise ValidationProblem(errors=[FieldError(f"/{name}", "not-a-day", "A day as YYYY-MM-DD.")])
    return day


class EntryBaseView(ApiView):
    """A route about own entries: whoever sees the site as the person is shown none."""

    policy = OwnCalendarPolicy()
    refused_while_viewing = frozenset({"get", "post", "patch", "delete"})

    def entry(self, entry_uuid: Any, **conditions: Any) -> CalendarEvent:
        """The actor's entry. Raises NotFound."""
        row: CalendarEvent = self.get_visible(CalendarEvent.objects.all(), uuid=entry_uuid, **conditions)
        return row

    def answer(self, entry: CalendarEvent, status: int = 200) -> FastResponse:
        """The entry as the calendar shows it."""
        columns = {name: getattr(entry, name) for name in entries.ENTRY_COLUMNS}
        shown = entry_item(columns).as_json(clock.now())
        return FastResponse(shown, status=status, headers={"ETag": etag(entry)})


class CalendarEntriesView(EntryBaseView):
    """Writing an entry."""

    @schema(
        request=shapes.CalendarEntryWriteSerializer,
        response=shapes.CalendarItemSerializer,
        status=201,
        summary="Write an entry into my calendar",
    )
    @idempotent
    def post(self, request: Any) -> FastResponse:
        """The entry."""
        values = self.validated(shapes.CalendarEntryWriteSerializer)
        return self.answer(entries.write_entry(owner_id=self.actor.user_id or 0, values=values), 201)


class CalendarEntryView(EntryBaseView):
    """One entry."""

    @schema(response=shapes.CalendarItemSerializer, summary="An entry of my calendar")
    def get(self, request: Any, entry_uuid: Any) -> FastResponse:
        """The entry, with its version as ETag."""
        return self.answer(self.entry(entry_uuid, deleted_at=None))

    @schema(
        request=shapes.CalendarEntryPatchSerializer,
        response=shapes.CalendarItemSerializer,
        needs_version=True,
        summary="Change an entry of my calendar",
    )
    def patch(self, request: Any, entry_uuid: Any) -> FastResponse:
        """The changed entry."""
        row = self.entry(entry_uuid, deleted_at=None)
        require_match(request, row)
        values = self.validated(shapes.CalendarEntryPatchSerializer)
        return self.answer(entries.change_entry(entry=row, values=values))

    @schema(status=204, summary="Delete an entry of my calendar")
    def delete(self, request: Any, entry_uuid: Any) -> HttpResponse:
        """It can be brought back for 30 days."""
        entries.delete_entry(entry=self.entry(entry_uuid, deleted_at=None))
        return HttpResponse(status=204)


class CalendarEntryRestoreView(EntryBaseView):
    """Undo of a deletion."""

    @schema(response=shapes.CalendarItemSerializer, summary="Bring a deleted entry back")
    def post(self, request: Any, entry_uuid: Any) -> FastResponse:
        """The entry as it was."""
        return self.answer(entries.restore_entry(entry=self.entry(entry_uuid)))


class CalendarFeedView(ApiView):
    """The private address of my calendar."""

    policy = OwnCalendarPolicy()
    refused_while_viewing = frozenset({"get", "post", "delete"})

    @schema(response=shapes.CalendarFeedSerializer, summary="Whether my calendar has a private address")
    def get(self, request: Any) -> FastResponse:
        """The address itself is shown only when it is made."""
        return FastResponse(feed_json(feeds.feed_of(self.actor.user_id or 0)))

    @schema(
        response=shapes.NewCalendarFeedSerializer,
        status=201,
        summary="Make the private address of my calendar, or another one instead",
    )
    def post(self, request: Any) -> FastResponse:
        """The address, this once; the one before works no longer."""
        feed, secret = feeds.renew_feed(actor=self.actor)
        body = {**feed_json(feed), "url": feeds.feed_address(secret)}
        return FastResponse(body, status=201, headers={"Cache-Control": "no-store"})

    @schema(status=204, summary="Switch the private address of my calendar off")
    def delete(self, request: Any) -> HttpResponse:
        """Nobody can read it any more."""
        feeds.end_feed(actor=self.actor)
        return HttpResponse(status=204)


def feed_json(feed: CalendarFeed | None) -> dict[str, Any]:
    """As CalendarFeedSerializer describes it."""
    return {
        "is_on": feed is not None,
        "renewed_at": feed.renewed_at if feed else None,
        "last_read_at": feed.last_read_at if feed else None,
    }


class CalendarFeedFileView(ApiView):
    """What calendar programs read: no session, only the secret in the address."""

    public = True

    @schema(media_type="text/calendar", summary="A calendar by its private address")
    def get(self, request: Any, secret: str) -> HttpResponse:
        """ICalendar (RFC 5545), 60 days back and 400 ahead; 304 while nothing changed."""
        reader = feeds.reader_of(secret)
        if reader is None:
            raise NotFound
        with organization_context(reader.feed.organization_id):
            text = feed_text(reader.actor, reader.standing)
        tag = entity_tag(text)
        headers = {
            "ETag": tag,
            "Cache-Control": "private, no-cache",
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex",
        }
        if tag in [known.strip() for known in request.META.get("HTTP_IF_NONE_MATCH", "").split(",")]:
            return HttpResponse(status=304, headers=headers)
        headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
        return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


def feed_text(actor: Actor, standing: Standing) -> str:
    """The person's calendar, named after the organization, in their language."""
    zone, language = zone_of(standing.settings["time_zone"]), standing.settings["language"]
    today = clock.now().astimezone(zone).date()
    items = items_within(
        actor, zone, first=today - FEED_BACK_DAYS * ONE_DAY, until=today + FEED_AHEAD_DAYS * ONE_DAY
    )
    site = standing.organization.name if standing.organization else ""
    return calendar_text(items, name=words_for(language)["name"].format(site=site), language=language)
