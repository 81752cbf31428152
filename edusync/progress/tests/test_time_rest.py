"""Learning time over HTTP: beats with their sitting, late beats, my time, and the hours of one learner."""

import datetime
import uuid

import pytest

from edusync.audit.models import AuditEvent
from edusync.courses.services import assign_staff
from edusync.courses.testing import lessons_of, make_course, make_lesson
from edusync.enrollment.testing import make_enrollment
from edusync.identity.models import UserSetting
from edusync.identity.testing import actor_of_person
from edusync.kernel import clock
from edusync.progress.merge import merge_times
from edusync.progress.models import LearningDay, LearningSession
from edusync.progress.services import Agent, Beat, complete_lesson, record_beats
from edusync.progress.tests.test_rest import SAVEPOINTS

NOON = datetime.datetime(2026, 3, 4, 12, 0, tzinfo=datetime.UTC)
LAPTOP = str(uuid.UUID(int=7))
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def course(organization):
    return make_course(modules=2, lessons=2)


@pytest.fixture
def enrollment(learner, course):
    return make_enrollment(learner, course)


def learn(enrollment, start, minutes, client=1, lesson=0):
    for minute in range(minutes + 1):
        with clock.frozen(start + datetime.timedelta(minutes=minute)):
            record_beats(
                enrollment=enrollment,
                lesson=lessons_of(enrollment.course)[lesson],
                beats=[Beat(seconds=60 if minute else 0, client_id=uuid.UUID(int=client), focus_seconds=40)],
                agent=Agent(FIREFOX, "192.0.2.0"),
            )


def test_a_beat_brings_its_session(api, learner, enrollment):
    lesson = lessons_of(enrollment.course)[0]
    session = {"client_id": LAPTOP, "sequence": 1, "focus_seconds": 20, "idle_seconds": 5, "interactions": 3}
    body = (
        api(learner).post(f"/api/v1/lessons/{lesson.pk}/progress", {"seconds": 30, "session": session}).json()
    )
    assert body["progress"]["seconds"] == 30
    row = LearningSession.objects.get()
    assert (row.seconds, row.focus_seconds, row.idle_seconds, row.interactions) == (30, 20, 5, 3)
    assert row.address.endswith(".0")


def test_details_are_erased_and_the_times_stay(api, learner, stranger, course, enrollment):
    learn(enrollment, NOON, minutes=5)
    others = make_enrollment(stranger, course)
    learn(others, NOON, minutes=5, client=2)
    before = LearningSession.objects.get(enrollment=enrollment)
    assert (before.device_type, before.focus_seconds) == ("desktop", 200)
    with clock.frozen(NOON + datetime.timedelta(hours=1)):
        assert api(learner).delete("/api/v1/my/sessions/details").json() == {"erased": 1}
        assert api(learner).delete("/api/v1/my/sessions/details").json() == {"erased": 0}
    row = LearningSession.objects.get(enrollment=enrollment)
    erased = (
        row.device_type,
        row.user_agent,
        row.address,
        row.focus_seconds,
        row.idle_seconds,
        row.interactions,
    )
    assert erased == ("unknown", "", "", 0, 0, 0)
    kept = ("seconds", "started_at", "last_seen_at", "client_id", "lesson_id")
    assert [getattr(row, name) for name in kept] == [getattr(before, name) for name in kept]
    assert LearningSession.objects.get(enrollment=others).user_agent
    assert api(learner).get("/api/v1/my/sessions").json()["results"][0]["browser"] == ""
    engagement = api(learner).get(f"/api/v1/my/engagement/{course.slug}").json()
    assert engagement["seconds"] == 300
    event = AuditEvent.objects.get(action="progress.details.erased")
    assert event.facts == {"sessions": 1}
    assert api().delete("/api/v1/my/sessions/details").status_code == 401


@pytest.mark.parametrize(
    "session",
    [{}, {"client_id": "me"}, {"client_id": LAPTOP, "sequence": 0}, {"client_id": LAPTOP, "age_seconds": -1}],
)
def test_an_odd_sitting_is_refused(api, learner, enrollment, session):
    client = api(learner)
    address = f"/api/v1/lessons/{lessons_of(enrollment.course)[0].pk}/progress"
    client.problem(client.post(address, {"seconds": 1, "session": session}), 422, "invalid-input")


def test_beats_with_a_session_cost_eight_queries_at_most(
    api, learner, enrollment, django_assert_max_num_queries
):
    lesson = make_lesson(course=enrollment.course, completion="view")
    client = api(learner)
    client.get("/api/v1/my/learning")
    for number in range(1, 4):
        body = {"seconds": 5, "session": {"client_id": LAPTOP, "sequence": number, "focus_seconds": 3}}
        with django_assert_max_num_queries(8 + SAVEPOINTS):
            assert client.post(f"/api/v1/lessons/{lesson.pk}/progress", body).status_code == 200


def test_late_beats_answer_one_by_one_and_bear_repetition(api, learner, enrollment, course):
    first, second, *_ = lessons_of(course)
    hidden = make_lesson(course=course, is_published=False)
    client = api(learner)
    with clock.frozen(NOON):
        client.post(f"/api/v1/lessons/{first.pk}/progress", {"session": {"client_id": LAPTOP, "sequence": 1}})
    kept = [
        {
            "lesson_id": lesson.pk,
            "seconds": 60,
            "session": {"client_id": LAPTOP, "sequence": number, "age_seconds": age},
        }
        for number, (lesson, age) in enumerate([(first, 180), (second, 120), (hidden, 60)], start=2)
    ]
    with clock.frozen(NOON + datetime.timedelta(seconds=240)):
        results = client.post("/api/v1/learning/beats", {"beats": kept}).json()["results"]
        again = client.post("/api/v1/learning/beats", {"beats": kept}).json()["results"]
    assert [(row["accepted_seconds"], row["code"]) for row in results] == [
        (60, ""),
        (60, ""),
        (0, "not-found"),
    ]
    assert [row["accepted_seconds"] for row in again] == [0, 0, 0]
    assert [row["sequence"] for row in results] == [2, 3, 4]
    assert LearningSession.objects.get().late_seconds == 120


def test_at_most_fifty_late_beats_come_at_once(api, learner, enrollment, course):
    lesson = lessons_of(course)[0]
    one = {"lesson_id": lesson.pk, "session": {"client_id": LAPTOP}}
    client = api(learner)
    client.problem(client.post("/api/v1/learning/beats", {"beats": [one] * 51}), 422, "invalid-input")
    client.problem(client.post("/api/v1/learning/beats", {"beats": []}), 422, "invalid-input")


def test_my_time_shows_weeks_streak_and_courses(api, learner, enrollment):
    for day, minutes in ((-9, 6), (-8, 7), (-1, 5), (0, 2)):
        learn(enrollment, NOON + datetime.timedelta(days=day), minutes, client=day + 20)
    with clock.frozen(NOON + datetime.timedelta(hours=1)):
        complete_lesson(enrollment=enrollment, lesson=lessons_of(enrollment.course)[0], method="manual")
        body = api(learner).get("/api/v1/my/time?weeks=2").json()
    # Two minutes today, but a lesson completed.
    assert body["streak"] == {"current_days": 2, "longest_days": 2, "is_today_done": True}
    assert [week["starts_on"] for week in body["weeks"]] == ["2026-02-23", "2026-03-02"]
    assert [week["seconds"] for week in body["weeks"]] == [13 * 60, 7 * 60]
    assert body["weeks"][1]["days"][2] == {"day": "2026-03-04", "seconds": 120, "lessons_completed": 1}
    assert body["total_seconds"] == 20 * 60
    assert body["courses"][0]["seconds"] == 20 * 60
    assert (body["time_zone"], body["is_session_detail_on"]) == ("UTC", True)


def test_a_streak_waits_for_today(api, learner, enrollment):
    for day in (-3, -2, -1):
        learn(enrollment, NOON + datetime.timedelta(days=day), 5, client=day + 20)
    streaks = []
    for day in (0, 1):
        with clock.frozen(NOON + datetime.timedelta(days=day)):
            streaks.append(api(learner).get("/api/v1/my/time").json()["streak"])
    assert streaks == [
        {"current_days": 3, "longest_days": 3, "is_today_done": False},
        {"current_days": 0, "longest_days": 3, "is_today_done": False},
    ]


@pytest.mark.parametrize("weeks", ["0", "54", "many", "-1"])
def test_an_odd_number_of_weeks_is_refused(api, learner, weeks):
    client = api(learner)
    client.problem(client.get(f"/api/v1/my/time?weeks={weeks}"), 422, "invalid-input")


@pytest.mark.parametrize("number", [1, 5])
def test_my_time_costs_seven_queries_at_most(api, learner, number, django_assert_max_num_queries):
    for each in range(number):
        learn(make_enrollment(learner, make_course(f"Course {each}")), NOON, 1, client=each + 1)
    client = api(learner)
    client.get("/api/v1/my/time")
    with django_assert_max_num_queries(7):
        client.get("/api/v1/my/time?weeks=53")
    with django_assert_max_num_queries(4):
        assert len(client.get("/api/v1/my/sessions").json()["results"]) == number


def test_my_sessions_show_all_that_is_kept(api, learner, stranger, enrollment):
    learn(enrollment, NOON, 3)
    row = api(learner).get("/api/v1/my/sessions").json()["results"][0]
    assert (row["browser"], row["system"], row["network"]) == ("Firefox", "Linux", "192.0.2.0")
    assert (row["seconds"], row["device_type"], row["course_slug"]) == (
        180,
        "desktop",
        enrollment.course.slug,
    )
    assert api(stranger).get("/api/v1/my/sessions").json()["results"] == []


def test_my_engagement_is_explained_with_its_facts(api, learner, stranger, enrollment, course):
    learn(enrollment, NOON, 6, lesson=1)
    with clock.frozen(NOON + datetime.timedelta(hours=1)):
        body = api(learner).get(f"/api/v1/my/engagement/{course.slug}").json()
    parts = {part["name"]: part for part in body["parts"]}
    assert parts["regularity"]["facts"]["active_days"] == 1
    assert parts["attention"]["facts"] == {"focus_seconds": 240.0, "watched_seconds": 360.0}
    assert parts["practice"]["value"] is None
    assert sum(part["share"] for part in body["parts"]) == pytest.approx(1, abs=0.002)
    assert body["resume"]["lesson_id"] == lessons_of(course)[1].pk
    client = api(stranger)
    client.problem(client.get(f"/api/v1/my/engagement/{course.slug}"), 404, "not-found")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("nobody", 401),
        ("stranger", 404),
        ("instructor", 200),
        ("learner", 200),
        ("outsider", 404),
        ("admin", 200),
    ],
)
def test_who_may_see_the_hours_of_a_learner(
    api,
    enrollment,
    course,
    learner,
    stranger,
    instructor,
    admin,
    make_person,
    other_organization,
    who,
    status,
):
    assign_staff(course=course, user_id=instructor.pk)
    people = {
        "nobody": None,
        "stranger": stranger,
        "instructor": instructor,
        "learner": learner,
        "admin": admin,
        "outsider": make_person("olga", organization_id=other_organization.pk),
    }
    client = api(people[who])
    address = f"/api/v1/courses/{course.slug}/learners/{enrollment.pk}/sessions"
    assert client.get(address).status_code == status
    assert client.get(f"{address}.csv").status_code == status


def test_hours_of_a_learner_by_period_and_as_a_file(api, learner, instructor, enrollment, course):
    assign_staff(course=course, user_id=instructor.pk)
    UserSetting.objects.update_or_create(user=learner, defaults={"time_zone": "Asia/Kolkata"})
    # 20:00 UTC on the third is the fourth in India.
    learn(enrollment, NOON - datetime.timedelta(hours=16), 6, client=1)
    learn(enrollment, NOON - datetime.timedelta(days=2), 3, client=2)
    address = f"/api/v1/courses/{course.slug}/learners/{enrollment.pk}/sessions"
    client = api(instructor)
    body = client.get(address).json()
    assert (body["seconds"], body["totals"]["sessions"], body["totals"]["seconds"]) == (540, 2, 540)
    assert (body["percent"], body["modules_done"], body["module_count"]) == (0, 0, 2)
    for lesson in lessons_of(course)[:2]:
        complete_lesson(enrollment=enrollment, lesson=lesson, method="view")
    again = client.get(address).json()
    assert (again["percent"], again["modules_done"], again["module_count"]) == (50, 1, 2)
    assert "network" not in body["results"][0]
    some = client.get(f"{address}?from=2026-03-04&until=2026-03-04").json()
    assert [row["seconds"] for row in some["results"]] == [360]
    client.problem(client.get(f"{address}?from=yesterday"), 422, "invalid-input")
    lines = b"".join(client.get(f"{address}.csv").streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("day,started_at,ended_at,hours,seconds")
    assert [line.split(",")[3:5] for line in lines[1:]] == [["0.05", "180"], ["0.10", "360"]]
    assert lines[2].startswith("2026-03-04,2026-03-04T01:30:00+05:30")


def test_the_hours_do_not_cost_more_with_more_sessions(
    api, instructor, enrollment, course, django_assert_max_num_queries
):
    assign_staff(course=course, user_id=instructor.pk)
    client = api(instructor)
    address = f"/api/v1/courses/{course.slug}/learners/{enrollment.pk}/sessions"
    for number in range(4):
        learn(enrollment, NOON + datetime.timedelta(hours=number), 1, client=number + 1)
    client.get(address)
    with django_assert_max_num_queries(14):
        assert len(client.get(address).json()["results"]) == 4


def test_days_and_clock_follow_a_merged_person(learner, stranger, admin, enrollment):
    learn(enrollment, NOON, 5)
    other = make_enrollment(stranger, make_course("Knots", modules=1, lessons=1))
    learn(other, NOON + datetime.timedelta(hours=1), 6, client=2)
    counts = merge_times(learner.pk, stranger.pk, actor_of_person(admin))
    assert [(count.moved, count.stayed) for count in counts] == [(1, 0), (1, 0)]
    assert LearningDay.objects.get(learner=learner).seconds == 11 * 60
    assert not LearningDay.objects.filter(learner=stranger).exists()
