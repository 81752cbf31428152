"""The learner's home: what it shows, why, to whom, and at what cost."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from edusync.communication.models import CalendarEvent, LearningGoal
from edusync.courses.testing import lessons_of, make_course
from edusync.enrollment.models import Enrollment
from edusync.enrollment.testing import make_enrollment
from edusync.identity.models import UserSetting
from edusync.kernel import clock
from edusync.progress.models import LearningDay
from edusync.progress.testing import complete_lessons

pytestmark = pytest.mark.django_db
HOME = "/api/v1/home"
# A Wednesday.
NOON = dt.datetime(2026, 5, 6, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> dt.datetime:
    """It is noon on a Wednesday."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return NOON


def home(client: Any) -> dict[str, Any]:
    response = client.get(HOME)
    assert response.status_code == 200, response.content
    found: dict[str, Any] = response.json()
    return found


def test_a_new_person_is_sent_to_the_catalog(api: Any, learner: Any) -> None:
    shown = home(api(learner))
    assert shown["next_step"]["reason"] == "find"
    assert (shown["resume"], shown["courses"], shown["due"], shown["waiting"]) == (None, [], [], [])
    assert shown["streak"] == {"current_days": 0, "longest_days": 0, "is_today_done": False}
    assert shown["staff"] == {"teaches": False, "sees_people": False, "sees_waiting": False}


def test_a_visitor_has_no_home(api: Any) -> None:
    client = api()
    client.problem(client.get(HOME), 401)


def test_staff_find_their_doors(api: Any, instructor: Any, admin: Any) -> None:
    assert home(api(instructor))["staff"]["teaches"]
    assert home(api(admin))["staff"] == {"teaches": True, "sees_people": True, "sees_waiting": True}


def test_goes_on_where_the_learner_stopped(api: Any, learner: Any, noon: Any) -> None:
    enrollment = make_enrollment(learner, make_course(modules=1, lessons=5))
    complete_lessons(enrollment, 2)
    shown = home(api(learner))
    third = lessons_of(enrollment.course)[2]
    assert shown["resume"]["lesson"] == {"id": third.pk, "title": third.title, "kind": "page"}
    assert shown["resume"]["percent"] == 40
    assert shown["next_step"]["reason"] == "go-on"
    assert shown["next_step"]["lesson"]["id"] == third.pk
    assert shown["courses"][0]["lessons_left"] == 3


def test_the_step_of_a_course_not_begun_is_to_begin(api: Any, learner: Any) -> None:
    make_enrollment(learner)
    shown = home(api(learner))
    assert (shown["next_step"]["reason"], shown["resume"]) == ("begin", None)


def test_what_is_overdue_comes_before_what_is_due_soon_and_before_going_on(
    api: Any, learner: Any, noon: dt.datetime
) -> None:
    begun = make_enrollment(learner, make_course("Begun"))
    complete_lessons(begun, 1)
    soon = make_enrollment(learner, make_course("Soon"), due_at=noon + 3 * DAY)
    assert home(api(learner))["next_step"]["reason"] == "due-soon"
    make_enrollment(learner, make_course("Late"), due_at=noon - 20 * DAY)
    shown = home(api(learner))
    assert (shown["next_step"]["reason"], shown["next_step"]["course"]["title"]) == ("overdue", "Late")
    assert [(item["title"], item["is_overdue"]) for item in shown["due"]] == [("Late", True), ("Soon", False)]
    assert shown["due"][1]["id"] == f"due-{soon.uuid}"


def test_two_lessons_before_the_end_the_course_is_to_be_finished(api: Any, learner: Any, noon: Any) -> None:
    complete_lessons(make_enrollment(learner, make_course("Nearly", modules=1, lessons=5)), 3)
    complete_lessons(make_enrollment(learner, make_course("Later", modules=2, lessons=5)), 1)
    step = home(api(learner))["next_step"]
    assert (step["reason"], step["course"]["title"], step["lessons_left"]) == ("nearly-done", "Nearly", 2)


def test_a_kept_seat_waits_for_nobody(api: Any, learner: Any, make_person: Any) -> None:
    from edusync.enrollment import services

    course = make_course("Full", capacity=1, is_waitlist_on=True)
    first = make_enrollment(make_person("first"), course)
    services.enroll_learner(course_id=course.pk, learner_id=learner.pk)
    assert [one["kind"] for one in home(api(learner))["waiting"]] == ["waitlisted"]
    services.withdraw(enrollment=first, by_id=first.learner_id)
    shown = home(api(learner))
    assert [(one["kind"], one["course"]["title"]) for one in shown["waiting"]] == [("offered", "Full")]
    assert shown["next_step"]["reason"] == "offer"
    assert shown["next_step"]["at"] == shown["waiting"][0]["until"] == shown["due"][0]["starts_at"]


def test_a_locked_lesson_is_no_next_step(api: Any, learner: Any, admin: Any) -> None:
    course = make_course(modules=1, lessons=3)
    first, second, _third = lessons_of(course)
    lock(course, first, {"type": "date", "from": "2999-01-01T00:00:00Z", "until": None})
    make_enrollment(learner, course)
    assert home(api(learner))["next_step"]["lesson"]["id"] == second.pk


def lock(course: Any, lesson: Any, tree: dict[str, Any], *, is_hidden: bool = False) -> None:
    from edusync.courses.models import AvailabilityRule

    AvailabilityRule.objects.create(course=course, lesson=lesson, tree=tree, is_hidden=is_hidden)


def test_the_week_shows_minutes_goals_and_what_falls_on_its_days(
    api: Any, learner: Any, noon: dt.datetime
) -> None:
    monday = dt.date(2026, 5, 4)
    LearningDay.objects.create(learner=learner, day=monday, seconds=1800)
    LearningDay.objects.create(learner=learner, day=monday + DAY, seconds=600)
    client = api(learner)
    assert client.put("/api/v1/home/goal", {"minutes": [30, 0, 0, 0, 0, 60, 0]}).status_code == 200
    make_enrollment(learner, due_at=noon + DAY)
    CalendarEvent.objects.create(
        owner=learner,
        title="Camp",
        is_all_day=True,
        starts_at=dt.datetime(2026, 5, 8, tzinfo=dt.UTC),
        ends_at=dt.datetime(2026, 5, 10, tzinfo=dt.UTC),
    )
    shown = home(client)
    week = shown["week"]
    assert (week["starts_on"], week["seconds"], week["goal_minutes"]) == ("2026-05-04", 2400, 90)
    assert [day["seconds"] for day in week["days"]] == [1800, 600, 0, 0, 0, 0, 0]
    kinds = [[item["kind"] for item in day["items"]] for day in week["days"]]
    assert kinds == [[], [], [], ["due"], ["own"], ["own"], []]
    assert shown["streak"] == {"current_days": 2, "longest_days": 2, "is_today_done": False}
    # Entries of one's own are in the week, not among deadlines.
    assert [item["kind"] for item in shown["due"]] == ["due"]


def test_days_begin_at_midnight_of_the_persons_zone(
    api: Any, learner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Sunday evening in UTC is Monday morning in Colombo.
    monkeypatch.setattr(clock, "now", lambda: dt.datetime(2026, 5, 3, 20, tzinfo=dt.UTC))
    UserSetting.objects.update_or_create(user=learner, defaults={"time_zone": "Asia/Colombo"})
    shown = home(api(learner))
    assert (shown["today"], shown["week"]["starts_on"]) == ("2026-05-04", "2026-05-04")


def test_a_completed_course_is_shown_with_its_certificate(api: Any, learner: Any) -> None:
    from edusync.credentials.models import Certificate
    from edusync.kernel.testing import run_worker

    enrollment = make_enrollment(learner, make_course("Done", modules=1, lessons=1))
    complete_lessons(enrollment)
    run_worker()
    shown = home(api(learner))["finished"]
    assert [one["course"]["title"] for one in shown] == ["Done"]
    assert shown[0]["certificate_code"] == Certificate.objects.get().code


@pytest.mark.parametrize(
    "minutes", [[1] * 6, [1] * 8, [-1, 0, 0, 0, 0, 0, 0], [1441, 0, 0, 0, 0, 0, 0], "often"]
)
def test_a_goal_is_seven_possible_numbers(api: Any, learner: Any, minutes: Any) -> None:
    client = api(learner)
    client.problem(client.put("/api/v1/home/goal", {"minutes": minutes}), 422)
    assert not LearningGoal.objects.exists()


def test_nothing_of_others_or_of_hidden_courses_is_shown(api: Any, learner: Any, stranger: Any) -> None:
    make_enrollment(learner, make_course("Mine"), due_at=clock.now() + DAY)
    draft = make_course("Gone")
    make_enrollment(learner, draft, due_at=clock.now() + DAY)
    type(draft).objects.filter(pk=draft.pk).update(deleted_at=clock.now())
    assert [one["course"]["title"] for one in home(api(learner))["courses"]] == ["Mine"]
    assert home(api(stranger))["courses"] == []


def test_a_later_attempt_stands_for_the_course(api: Any, learner: Any) -> None:
    old = make_enrollment(learner)
    Enrollment.objects.filter(pk=old.pk).update(status="expired")
    again = Enrollment.objects.create(
        course=old.course, learner=learner, attempt_number=2, enrolled_at=clock.now(), status="active"
    )
    assert again.attempt_number == 2
    assert len(home(api(learner))["courses"]) == 1


def test_home_costs_eight_queries_for_one_course_as_for_many(api: Any, learner: Any) -> None:
    client = api(learner)
    counts = []
    for number in (1, 9):
        for place in range(number):
            course = make_course(f"Course {number} {place}", modules=1, lessons=4)
            lock(course, lessons_of(course)[3], {"type": "days-after-enrollment", "days": 3})
            complete_lessons(make_enrollment(learner, course, due_at=clock.now() + DAY), 2)
        # The outlines are kept from here on.
        home(client)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            home(client)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8
