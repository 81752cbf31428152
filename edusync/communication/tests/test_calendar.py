"""A person's calendar: dates of courses, openings of lessons, own entries."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from edusync.communication.calendar.entries import MAX_ENTRIES, entries_within, purge_deleted_entries
from edusync.communication.models import CalendarEvent
from edusync.courses.models import AvailabilityRule
from edusync.courses.testing import lessons_of, make_course
from edusync.enrollment.models import Cohort
from edusync.enrollment.testing import make_enrollment
from edusync.kernel import clock
from edusync.kernel.policy import Actor
from edusync.progress.testing import complete_lessons

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 5, 6, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
ENTRIES = "/api/v1/calendar/entries"
ENTRY = {"title": "Read", "starts_at": "2026-05-07T09:00:00Z", "ends_at": "2026-05-07T10:00:00Z"}


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> dt.datetime:
    """It is noon on a Wednesday in May."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return NOON


def items(client: Any, first: str = "2026-05-01", until: str = "2026-06-01") -> list[dict[str, Any]]:
    response = client.get(f"/api/v1/calendar?from={first}&until={until}")
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["items"]
    return found


def shown(client: Any, **window: str) -> list[tuple[str, str]]:
    return [(item["kind"], item["title"]) for item in items(client, **window)]


def test_shows_the_dates_of_the_learners_courses(api: Any, learner: Any, noon: dt.datetime) -> None:
    course = make_course("Soil")
    cohort = Cohort.objects.create(
        course=course, name="Spring", starts_at=noon - DAY, ends_at=noon + 20 * DAY, pacing="scheduled"
    )
    make_enrollment(learner, course, cohort=cohort, due_at=noon + 10 * DAY, expires_at=noon + 15 * DAY)
    assert shown(api(learner)) == [
        ("cohort-starts", "Soil"),
        ("due", "Soil"),
        ("access-ends", "Soil"),
        ("cohort-ends", "Soil"),
    ]


def test_a_cohort_that_ends_on_the_due_date_is_told_once(api: Any, learner: Any, noon: dt.datetime) -> None:
    course = make_course()
    cohort = Cohort.objects.create(course=course, name="Spring", ends_at=noon + DAY)
    make_enrollment(learner, course, cohort=cohort, due_at=noon + DAY)
    assert [kind for kind, _ in shown(api(learner))] == ["due"]


def test_an_extension_moves_the_due_date(api: Any, learner: Any, admin: Any, noon: dt.datetime) -> None:
    from edusync.enrollment import services

    enrollment = make_enrollment(learner, make_course(due_days=3))
    assert [item["starts_at"] for item in items(api(learner))] == ["2026-05-09T12:00:00Z"]
    services.extend_enrollment(enrollment=enrollment, by_id=admin.pk, kind="due", until=noon + 9 * DAY)
    assert [item["starts_at"] for item in items(api(learner))] == ["2026-05-15T12:00:00Z"]


def test_a_completed_or_left_course_is_due_no_longer(api: Any, learner: Any, noon: dt.datetime) -> None:
    make_enrollment(learner, make_course("Left"), status="withdrawn", due_at=noon + DAY)
    done = make_enrollment(learner, make_course("Done", modules=1, lessons=1), due_at=noon + DAY)
    complete_lessons(done)
    assert shown(api(learner)) == []


def test_lessons_that_open_together_are_one_item(api: Any, learner: Any, noon: dt.datetime) -> None:
    course = make_course(modules=1, lessons=4)
    for lesson in lessons_of(course)[1:3]:
        rule(course, lesson, {"type": "days-after-enrollment", "days": 3})
    rule(course, lessons_of(course)[3], {"type": "date", "from": "2026-05-20T08:00:00Z", "until": None})
    make_enrollment(learner, course)
    found = items(api(learner))
    assert [(item["kind"], item["count"], item["starts_at"]) for item in found] == [
        ("opens", 2, "2026-05-09T12:00:00Z"),
        ("opens", 1, "2026-05-20T08:00:00Z"),
    ]
    assert found[0]["lesson"]["title"] == "Lesson 1.2"


def rule(course: Any, lesson: Any, tree: dict[str, Any], *, is_hidden: bool = False) -> None:
    AvailabilityRule.objects.create(course=course, lesson=lesson, tree=tree, is_hidden=is_hidden)


def test_a_lesson_that_would_stay_locked_does_not_open(api: Any, learner: Any, noon: dt.datetime) -> None:
    course = make_course(modules=1, lessons=2)
    first, second = lessons_of(course)
    days = {"type": "days-after-enrollment", "days": 3}
    rule(course, second, {"type": "all", "of": [days, {"type": "lesson-done", "lesson_id": first.pk}]})
    enrollment = make_enrollment(learner, course)
    assert shown(api(learner)) == []
    complete_lessons(enrollment, 1)
    assert shown(api(learner)) == [("opens", "Lesson 1.2")]


def test_a_lesson_out_of_sight_is_not_announced(api: Any, learner: Any, noon: dt.datetime) -> None:
    course = make_course(modules=1, lessons=2)
    rule(course, lessons_of(course)[1], {"type": "days-after-enrollment", "days": 3}, is_hidden=True)
    make_enrollment(learner, course)
    assert shown(api(learner)) == []


def test_a_lesson_closes_unless_it_is_done(api: Any, learner: Any, noon: dt.datetime) -> None:
    course = make_course(modules=1, lessons=2)
    rule(course, lessons_of(course)[0], {"type": "date", "from": None, "until": "2026-05-10T08:00:00Z"})
    enrollment = make_enrollment(learner, course)
    assert shown(api(learner)) == [("closes", "Lesson 1.1")]
    complete_lessons(enrollment, 1)
    assert shown(api(learner)) == []


def test_a_running_quiz_is_in_the_calendar(api: Any, learner: Any) -> None:
    from edusync.assessment import services
    from edusync.assessment.testing import make_quiz

    course = make_course()
    quiz = make_quiz(course=course, time_limit_seconds=600)
    enrollment = make_enrollment(learner, course)
    services.start_attempt(quiz=quiz, enrollment=enrollment)
    today = clock.now().date()
    window = {"first": str(today - DAY), "until": str(today + 3 * DAY)}
    assert [kind for kind, _ in shown(api(learner), **window)] == ["quiz"]


def test_an_entry_is_written_changed_taken_away_and_brought_back(
    api: Any, learner: Any, noon: dt.datetime
) -> None:
    client = api(learner)
    made = client.post(ENTRIES, ENTRY)
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    address = f"{ENTRIES}/{made.json()['uuid']}"
    assert shown(client) == [("own", "Read")]
    client.problem(client.patch(address, {"title": "Write"}), 428)
    changed = client.patch(address, {"title": "Write", "note": "at home"}, headers={"If-Match": '"1"'})
    assert (changed.json()["title"], changed["ETag"]) == ("Write", '"2"')
    client.problem(client.patch(address, {"title": "No"}, headers={"If-Match": '"1"'}), 412)
    assert client.delete(address).status_code == 204
    assert shown(client) == []
    client.problem(client.get(address), 404)
    assert client.post(f"{address}/restore").json()["note"] == "at home"
    assert shown(client) == [("own", "Write")]


def test_an_entry_sent_twice_is_one_entry(api: Any, learner: Any, noon: dt.datetime) -> None:
    client = api(learner)
    first, second = (client.post(ENTRIES, ENTRY, headers={"Idempotency-Key": "k1"}) for _ in range(2))
    assert first.json() == second.json()
    assert CalendarEvent.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"title": " "},
        {"ends_at": "2026-05-07T08:59:59Z"},
        {"ends_at": "2028-05-07T08:59:59Z"},
        {"is_all_day": True},
        {"is_all_day": True, "starts_at": "2026-05-07T00:00:00Z", "ends_at": "2026-05-07T00:00:00Z"},
        {"starts_at": "tomorrow"},
        {"title": "x" * 201},
        {"note": "x" * 2001},
    ],
)
def test_odd_entries_are_refused(api: Any, learner: Any, values: dict[str, Any]) -> None:
    client = api(learner)
    client.problem(client.post(ENTRIES, ENTRY | values), 422)
    assert not CalendarEvent.objects.exists()


def test_the_table_refuses_an_end_before_the_beginning(learner: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarEvent.objects.create(owner=learner, title="x", starts_at=NOON, ends_at=NOON - DAY)


def test_a_whole_day_is_the_same_day_in_every_zone(api: Any, learner: Any, noon: dt.datetime) -> None:
    from edusync.identity.models import UserSetting

    client = api(learner)
    day = {"starts_at": "2026-05-07T00:00:00Z", "ends_at": "2026-05-08T00:00:00Z", "is_all_day": True}
    assert client.post(ENTRIES, ENTRY | day).status_code == 201
    for zone in ("UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"):
        UserSetting.objects.update_or_create(user=learner, defaults={"time_zone": zone})
        assert [
            bool(items(client, first, until))
            for first, until in (
                ("2026-05-06", "2026-05-07"),
                ("2026-05-07", "2026-05-08"),
                ("2026-05-08", "2026-05-09"),
            )
        ] == [False, True, False]


def test_an_entry_of_an_hour_belongs_to_the_day_of_the_persons_zone(
    api: Any, learner: Any, noon: Any
) -> None:
    from edusync.identity.models import UserSetting

    UserSetting.objects.update_or_create(user=learner, defaults={"time_zone": "Asia/Colombo"})
    client = api(learner)
    late = {"starts_at": "2026-05-07T20:00:00Z", "ends_at": "2026-05-07T21:00:00Z"}
    client.post(ENTRIES, ENTRY | late)
    assert shown(client, first="2026-05-07", until="2026-05-08") == []
    assert shown(client, first="2026-05-08", until="2026-05-09") == [("own", "Read")]


@pytest.mark.parametrize(
    "query",
    ["from=soon", "from=2026-05-02&until=2026-05-02", "from=2026-01-01&until=2026-12-31", "from=0001-01-01"],
)
def test_odd_stretches_are_refused(api: Any, learner: Any, query: str) -> None:
    client = api(learner)
    client.problem(client.get(f"/api/v1/calendar?{query}"), 422)


def test_entries_are_their_owners_alone(
    api: Any, learner: Any, stranger: Any, admin: Any, noon: dt.datetime
) -> None:
    made = api(learner).post(ENTRIES, ENTRY).json()
    for person in (stranger, admin):
        client = api(person)
        address = f"{ENTRIES}/{made['uuid']}"
        assert shown(client) == []
        client.problem(client.get(address), 404)
        client.problem(client.patch(address, {"title": "x"}, headers={"If-Match": "*"}), 404)
        client.problem(client.delete(address), 404)
        client.problem(client.post(f"{address}/restore"), 404)


def test_whoever_sees_the_site_as_the_person_sees_no_entry(learner: Any, admin: Any) -> None:
    from edusync.communication.policy import OwnCalendarPolicy

    entry = CalendarEvent.objects.create(owner=learner, title="x", starts_at=NOON, ends_at=NOON)
    actor = Actor(user_id=learner.pk, organization_id=entry.organization_id)
    assert OwnCalendarPolicy().visible(CalendarEvent.objects.all(), actor).count() == 1
    viewer = Actor(user_id=learner.pk, organization_id=entry.organization_id, impersonator_id=admin.pk)
    assert OwnCalendarPolicy().visible(CalendarEvent.objects.all(), viewer).count() == 0
    assert not OwnCalendarPolicy().allows(viewer, "read", entry)
    window = {"since": NOON - DAY, "until": NOON + DAY}
    assert [row["uuid"] for row in entries_within(actor, **window)] == [entry.uuid]
    assert entries_within(viewer, **window) == []


def test_a_calendar_has_an_end(api: Any, learner: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edusync.communication.calendar.entries.MAX_ENTRIES", 1)
    assert MAX_ENTRIES > 1
    client = api(learner)
    assert client.post(ENTRIES, ENTRY).status_code == 201
    client.problem(client.post(ENTRIES, ENTRY), 409, "calendar-full")


def test_deleted_entries_go_for_good_after_a_month(
    api: Any, learner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = api(learner)
    made = client.post(ENTRIES, ENTRY).json()
    client.delete(f"{ENTRIES}/{made['uuid']}")
    assert purge_deleted_entries() == 0
    later = clock.now() + 31 * DAY
    monkeypatch.setattr(clock, "now", lambda: later)
    assert purge_deleted_entries() == 1


def test_a_calendar_costs_the_same_for_one_course_as_for_many(api: Any, learner: Any, noon: Any) -> None:
    client = api(learner)
    counts = []
    for number in (1, 8):
        for place in range(number):
            make_enrollment(learner, make_course(f"Course {number} {place}"), due_at=NOON + DAY)
            client.post(ENTRIES, ENTRY)
        items(client)
        with CaptureQueriesContext(connection) as queries:
            items(client)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_two_accounts_become_one_calendar(learner: Any, stranger: Any, admin: Any) -> None:
    from edusync.communication.models import CalendarFeed, LearningGoal
    from edusync.identity.services.merge import merge_people
    from edusync.identity.testing import actor_of_person

    for number, person in enumerate((learner, stranger)):
        CalendarEvent.objects.create(owner=person, title=str(number), starts_at=NOON, ends_at=NOON)
        CalendarFeed.objects.create(owner=person, secret_hash=str(number) * 64, renewed_at=NOON)
        LearningGoal.objects.create(learner=person, minutes=[number] * 7)
    merge_people(keep_id=learner.pk, drop_id=stranger.pk, take=(), merged_by=actor_of_person(admin))
    assert CalendarEvent.objects.filter(owner=learner).count() == 2
    assert LearningGoal.objects.get(learner=learner).minutes == [0] * 7
