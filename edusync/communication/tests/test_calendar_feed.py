"""The private address of a calendar, and what programs read there."""

import datetime as dt
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edusync.audit.models import AuditEvent
from edusync.communication.calendar.agenda import Item
from edusync.communication.calendar.feeds import BYTES, feed_address
from edusync.communication.calendar.ical import LINE_OCTETS, calendar_text, folded
from edusync.communication.calendar.words import LANGUAGES
from edusync.communication.models import CalendarEvent, CalendarFeed
from edusync.courses.testing import make_course
from edusync.enrollment.models import Enrollment
from edusync.enrollment.testing import make_enrollment
from edusync.identity.models import OrganizationMembership, User, UserSetting
from edusync.kernel import clock
from edusync.kernel.testing import ApiClient

pytestmark = pytest.mark.django_db
FEED = "/api/v1/calendar/feed"
NOON = dt.datetime(2026, 5, 6, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
ESCAPES = {"\\n": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}


def address_of(client: ApiClient) -> str:
    """A fresh address, without the site's name."""
    made = client.post(FEED)
    assert made.status_code == 201
    assert made["Cache-Control"] == "no-store"
    return str(made.json()["url"]).removeprefix(feed_address("")[: -len("/api/v1/calendar/feeds/.ics")])


def events_in(text: str) -> list[dict[str, str]]:
    """Reads iCalendar strictly: lines end in CR LF, hold at most 75 octets, and every event is whole."""
    assert text.endswith("END:VCALENDAR\r\n")
    lines = text.removesuffix("\r\n").split("\r\n")
    assert all(0 < len(line.encode()) <= LINE_OCTETS for line in lines)
    assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", "".join(lines))
    unfolded = "\r\n".join(lines).replace("\r\n ", "").split("\r\n")
    assert unfolded[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    events: list[dict[str, str]] = []
    for line in unfolded:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and name not in {"BEGIN", "END"}:
            assert name not in events[-1]
            events[-1][name] = re.sub(r"\\[n,;\\]", lambda found: ESCAPES[found.group()], value)
    for event in events:
        assert event.keys() >= {"UID", "DTSTAMP", "SUMMARY"}
        assert ("DTSTART" in event) != ("DTSTART;VALUE=DATE" in event)
    assert len({event["UID"] for event in events}) == len(events)
    return events


def read(address: str, **headers: str) -> Any:
    """What a program without a session gets."""
    return ApiClient().get(address, headers=headers)


def test_a_program_reads_what_the_person_sees(api: Any, learner: Any) -> None:
    client = api(learner)
    due = make_enrollment(learner, make_course("Soil; worms, and more"), due_at=clock.now() + DAY)
    own = CalendarEvent.objects.create(
        owner=learner,
        title="Read",
        note="At home\nchapter 3",
        starts_at=clock.now(),
        ends_at=clock.now() + DAY,
    )
    response = read(address_of(client))
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "Set-Cookie" not in response
    found = {event["UID"].split("@")[0]: event for event in events_in(response.content.decode())}
    assert set(found) == {f"due-{due.uuid}", f"own-{own.uuid}"}
    assert found[f"due-{due.uuid}"]["SUMMARY"] == "Due: Soil; worms, and more"
    assert found[f"own-{own.uuid}"]["DESCRIPTION"] == "At home\nchapter 3"


def test_the_feed_speaks_the_language_of_the_person(api: Any, learner: Any) -> None:
    UserSetting.objects.update_or_create(user=learner, defaults={"language": "ta"})
    make_enrollment(learner, make_course("மண்"), due_at=clock.now() + DAY)
    (event,) = events_in(read(address_of(api(learner))).content.decode())
    assert event["SUMMARY"] == "முடிக்க வேண்டியது: மண்"


def test_every_language_has_all_words() -> None:
    assert len({frozenset(words) for words in LANGUAGES.values()}) == 1


def test_only_the_hash_of_the_secret_is_kept_and_it_is_shown_once(api: Any, learner: Any) -> None:
    client = api(learner)
    assert client.get(FEED).json() == {"is_on": False, "renewed_at": None, "last_read_at": None}
    secret = address_of(client).rsplit("/", 1)[1].removesuffix(".ics")
    assert len(secret) >= BYTES
    feed = CalendarFeed.objects.get()
    assert secret not in {str(value) for value in vars(feed).values()}
    state = client.get(FEED).json()
    assert state["is_on"] is True
    assert "url" not in state


def test_another_address_ends_the_one_before_and_off_is_off(api: Any, learner: Any) -> None:
    client = api(learner)
    first = address_of(client)
    second = address_of(client)
    assert [read(address).status_code for address in (first, second)] == [404, 200]
    assert client.delete(FEED).status_code == 204
    assert client.delete(FEED).status_code == 204
    assert read(second).status_code == 404
    acts = list(
        AuditEvent.objects.filter(action__startswith="communication.feed").values_list("action", flat=True)
    )
    assert sorted(acts) == [
        "communication.feed.ended",
        "communication.feed.made",
        "communication.feed.renewed",
    ]


@pytest.mark.parametrize("secret", ["x", "a" * 43, "a" * 42 + "%2F", "..", "é" * 43, "a" * 4000])
def test_a_wrong_secret_is_not_found(learner: Any, secret: str) -> None:
    client = ApiClient()
    client.problem(client.get(f"/api/v1/calendar/feeds/{secret}.ics"), 404, "not-found")


def test_an_unchanged_calendar_is_not_sent_again(api: Any, learner: Any) -> None:
    enrollment = make_enrollment(learner, due_at=clock.now() + DAY)
    address = address_of(api(learner))
    tag = read(address)["ETag"]
    # Learning touches the enrollment, but moves no date.
    Enrollment.objects.filter(pk=enrollment.pk).update(updated_at=clock.now() + DAY)
    again = read(address, **{"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    Enrollment.objects.filter(pk=enrollment.pk).update(due_at=clock.now() + 2 * DAY)
    assert read(address, **{"If-None-Match": tag}).status_code == 200


def test_who_has_no_access_any_more_has_no_feed(api: Any, learner: Any, organization: Any) -> None:
    address = address_of(api(learner))
    members = OrganizationMembership.objects.filter(user=learner, organization=organization)
    members.update(status="suspended")
    assert read(address).status_code == 404
    members.update(status="active")
    assert read(address).status_code == 200
    User.objects.filter(pk=learner.pk).update(is_active=False)
    assert read(address).status_code == 404


def test_an_address_is_read_only_so_often(api: Any, learner: Any, settings: Any) -> None:
    address = address_of(api(learner))
    settings.RATE_LIMITS_ON = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "calendar-feed": "2/h"}
    answers = [read(address) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2]["Retry-After"]) > 0


def test_the_last_reading_is_noted_to_the_hour(
    api: Any, learner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = api(learner)
    address = address_of(client)
    noted = []
    for minutes in (0, 30, 61):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: NOON + dt.timedelta(minutes=minutes))
        read(address)
        noted.append(CalendarFeed.objects.get().last_read_at)
    assert noted == [NOON, NOON, NOON + dt.timedelta(minutes=61)]


def test_a_feed_is_its_owners_alone_to_make_and_end(api: Any, learner: Any, admin: Any) -> None:
    address = address_of(api(learner))
    assert api(admin).get(FEED).json()["is_on"] is False
    assert api(admin).delete(FEED).status_code == 204
    assert read(address).status_code == 200


moments = st.integers(-80 * 24, 450 * 24).map(lambda hours: NOON + dt.timedelta(hours=hours))
# What a person may write: any text of one line; the database keeps no lone surrogates.
titles = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=120)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    entries=st.lists(st.tuples(moments, st.integers(0, 72), st.booleans(), titles), max_size=4),
    due=moments,
    zone=st.sampled_from(["UTC", "Asia/Colombo", "America/New_York", "Pacific/Kiritimati"]),
)
def test_an_event_is_in_the_feed_if_and_only_if_it_is_in_the_calendar(
    api: Any, learner: Any, monkeypatch: pytest.MonkeyPatch, entries: Any, due: Any, zone: str
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    UserSetting.objects.update_or_create(user=learner, defaults={"time_zone": zone})
    CalendarEvent.objects.all().delete()
    enrollment = Enrollment.objects.filter(learner=learner).first() or make_enrollment(learner)
    Enrollment.objects.filter(pk=enrollment.pk).update(due_at=due)
    for starts_at, hours, is_all_day, title in entries:
        first = starts_at.replace(hour=0) if is_all_day else starts_at
        length = dt.timedelta(days=1 + hours // 24) if is_all_day else dt.timedelta(hours=hours)
        CalendarEvent.objects.create(
            owner=learner, title=title, starts_at=first, ends_at=first + length, is_all_day=is_all_day
        )
    client = api(learner)
    feed = {event["UID"].split("@")[0] for event in events_in(read(address_of(client)).content.decode())}
    today = dt.date.fromisoformat(client.get("/api/v1/calendar").json()["today"])
    calendar = set()
    for first in range(-60, 400, 92):
        until = min(first + 92, 400)
        path = f"/api/v1/calendar?from={today + first * DAY}&until={today + until * DAY}"
        calendar.update(item["id"] for item in client.get(path).json()["items"])
    assert feed == calendar


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_comes_back_from_the_lines(text: str) -> None:
    item = Item(id="own-1", kind="own", title=text, starts_at=NOON, changed_at=NOON)
    (event,) = events_in(calendar_text([item], name="x", language="en"))
    kept = re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", "", text.replace("\r\n", "\n"))
    assert event["SUMMARY"] == kept


def test_a_line_is_folded_between_characters() -> None:
    assert folded("a" * 75) == "a" * 75
    assert folded("a" * 76) == "a" * 75 + "\r\n a"
    assert folded("மண்" * 20).replace("\r\n ", "") == "மண்" * 20
