"""Live news: who is told, by whom, once, and only their own."""

import asyncio
import json
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from edusync.communication.live.hub import QUEUE_LENGTH, STREAMS_PER_PERSON, Hub
from edusync.communication.live.server import Listener
from edusync.courses.events import CoursePublished
from edusync.courses.models import SavedCourse
from edusync.courses.services import assign_staff
from edusync.courses.testing import make_course
from edusync.enrollment.services import enroll_learner
from edusync.enrollment.testing import make_enrollment
from edusync.kernel import clock, events, live
from edusync.kernel.live import Ticket
from edusync.kernel.models import LiveMessage
from edusync.kernel.testing import run_worker

Person = Any


def message(number: int, user_id: int, organization_id: int = 1) -> LiveMessage:
    return LiveMessage(
        pk=number,
        user_id=user_id,
        organization_id=organization_id,
        kind="x.y",
        payload={},
        created_at=clock.now(),
    )


async def taken(stream: Any) -> list[int]:
    return [row.pk for row in await stream.take(0.01)]


def test_each_stream_gets_its_own_news_once() -> None:
    async def story() -> None:
        hub = Hub()
        mine, twin, other, elsewhere = (hub.open(Ticket(*who)) for who in ((1, 1), (1, 1), (2, 1), (1, 2)))
        hub.deliver([message(5, 1), message(6, 2)], now=0.0)
        hub.deliver([message(5, 1), message(6, 2), message(4, 1)], now=0.5)
        assert await taken(mine) == [5, 4]
        assert await taken(twin) == [5, 4]
        assert await taken(other) == [6]
        assert await taken(elsewhere) == []

    asyncio.run(story())


def test_a_row_committed_late_is_still_found() -> None:
    """Numbers below the newest are read again for some seconds, and not for ever."""
    hub = Hub()
    hub.deliver([message(9, 1)], now=0.0)
    assert hub._low == 0
    hub.deliver([], now=6.0)
    assert hub._low == 9


def test_a_page_that_does_not_read_is_cut_off() -> None:
    async def story() -> None:
        hub = Hub()
        stream = hub.open(Ticket(1, 1))
        hub.deliver([message(number, 1) for number in range(1, QUEUE_LENGTH + 2)], now=0.0)
        assert stream.is_closed
        assert len(await taken(stream)) == QUEUE_LENGTH

    asyncio.run(story())


def test_nobody_holds_more_than_eight_streams() -> None:
    hub = Hub()
    streams = [hub.open(Ticket(1, 1)) for _ in range(STREAMS_PER_PERSON + 1)]
    assert [stream.is_closed for stream in streams] == [True] + [False] * STREAMS_PER_PERSON
    for stream in streams:
        hub.close(stream)
        hub.close(stream)
    assert hub.count == 0


@pytest.mark.django_db
def test_the_database_tells_of_enrollment_and_progress(learner: Person) -> None:
    """Also where plain SQL changed the row."""
    enrollment = make_enrollment(learner, make_course(modules=1, lessons=2))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE enrollment_enrollment SET done_weight = 1 WHERE id = %s", [enrollment.pk])
        cursor.execute("UPDATE enrollment_enrollment SET seconds = 5 WHERE id = %s", [enrollment.pk])
    told = live.messages_for(Ticket(learner.pk, enrollment.organization_id), after=0)
    assert [(row["kind"], row["payload"].get("status")) for row in told] == [
        ("enrollment.changed", "active"),
        ("progress.changed", "active"),
    ]
    assert told[1]["payload"] == {
        "enrollment_id": enrollment.pk,
        "course_id": enrollment.course_id,
        "status": "active",
        "before": "active",
        "done_weight": 1,
        "required_weight": 2,
    }


@pytest.mark.django_db
def test_one_asks_for_one_s_own_news_only(
    api: Callable[..., Any], learner: Person, stranger: Person, django_assert_max_num_queries: Any
) -> None:
    live.tell([learner.pk, stranger.pk, learner.pk], "seat.offered", {"course_id": 3})
    assert LiveMessage.objects.count() == 2
    client = api(learner)
    client.get("/api/v1/live/messages")
    with django_assert_max_num_queries(3):
        told = client.get("/api/v1/live/messages").json()["messages"]
    assert [(row["kind"], row["payload"]) for row in told] == [("seat.offered", {"course_id": 3})]
    assert client.get(f"/api/v1/live/messages?after={told[0]['id']}").json() == {"messages": []}
    assert api().get("/api/v1/live/messages").status_code == 401


@pytest.mark.django_db
def test_a_ticket_names_the_next_port(api: Callable[..., Any], learner: Person, organization: Any) -> None:
    answer = api(learner).post("/api/v1/live/tickets", {}).json()
    assert answer["url"] == "http://testserver:81/live"
    assert live.read_ticket(answer["ticket"]) == Ticket(learner.pk, organization.pk)
    assert api().post("/api/v1/live/tickets", {}).status_code == 401


@pytest.mark.parametrize("text", ["", "x", "WzEsMV0:1abc:zzz"])
def test_a_forged_ticket_opens_nothing(text: str) -> None:
    with pytest.raises(live.BadTicket):
        live.read_ticket(text)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def listener() -> Iterator[str]:
    """A real listener in a thread, on the database of the test."""
    from granian.constants import Interfaces
    from granian.server.embed import Server

    port = free_port()
    loop = asyncio.new_event_loop()
    application = Listener()
    server = Server(
        application,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.ASGINL,
        websockets=False,
        log_enabled=False,
    )

    async def serve() -> None:
        await application.hub.start()
        await server.serve()
        await application.hub.stop()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}/live"
    loop.call_soon_threadsafe(server.stop)
    thread.join(10)


def opened(url: str) -> Any:
    """The stream, waiting until the listener is there."""
    deadline = time.monotonic() + 10
    while True:
        try:
            return urllib.request.urlopen(url, timeout=10)
        except OSError as error:
            if isinstance(error, urllib.error.HTTPError) or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def first_message(stream: Any) -> dict[str, Any]:
    for line in stream:
        if line.startswith(b"data: {"):
            found: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
            return found
    raise AssertionError("the stream ended")


@pytest.mark.django_db(transaction=True)
def test_a_real_stream_brings_what_was_missed_and_what_comes(
    listener: str, organization: Any, learner: Person, stranger: Person
) -> None:
    live.tell([learner.pk], "seat.offered", {"course_id": 1})
    ticket = live.make_ticket(user_id=learner.pk, organization_id=organization.pk)
    with opened(f"{listener}?ticket={ticket}&after=0") as stream:
        assert first_message(stream)["kind"] == "seat.offered"
        live.tell([stranger.pk], "other.news")
        live.tell([learner.pk], "course.published", {"course_id": 2})
        assert first_message(stream)["payload"] == {"course_id": 2}
    with pytest.raises(urllib.error.HTTPError) as refused:
        opened(f"{listener}?ticket=forged")
    assert refused.value.code == 401


@pytest.mark.django_db
def test_old_news_goes(learner: Person) -> None:
    live.tell([learner.pk], "x.y")
    LiveMessage.objects.update(created_at=clock.now() - live.KEPT * 2)
    live.tell([learner.pk], "x.z")
    assert live.purge_messages() == 1


@pytest.mark.django_db
def test_a_published_course_is_news_to_learners_team_and_savers(
    learner: Person, stranger: Person, instructor: Person, organization: Any
) -> None:
    course = make_course("Knots", modules=1, lessons=1)
    make_enrollment(learner, course)
    SavedCourse.objects.create(course=course, user=stranger)
    assign_staff(course=course, user_id=instructor.pk, duty="instructor")
    run_worker()
    LiveMessage.objects.all().delete()
    with transaction.atomic():
        events.publish(CoursePublished(course.pk, instructor.pk))
    run_worker()
    told = LiveMessage.objects.filter(kind="course.published")
    assert set(told.values_list("user_id", flat=True)) == {learner.pk, stranger.pk}
    assert told[0].payload == {"course_id": course.pk, "course_title": "Knots", "course_slug": course.slug}


@pytest.mark.django_db
def test_whoever_enrolls_alone_needs_no_notice(learner: Person, stranger: Person, admin: Person) -> None:
    course = make_course("Knots", modules=1, lessons=1)
    enroll_learner(course_id=course.pk, learner_id=learner.pk)
    enroll_learner(course_id=course.pk, learner_id=stranger.pk, source="staff", by_id=admin.pk)
    run_worker()
    confirmed = LiveMessage.objects.filter(kind="enrollment.confirmed")
    assert list(confirmed.values_list("user_id", flat=True)) == [stranger.pk]
