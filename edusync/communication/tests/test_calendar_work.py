"""Dates of assignments, quizzes and exams in a learner's calendar: their own ones, wherever they are shown."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from edusync.assessment.models import Accommodation, AssignmentExtension
from edusync.assessment.services import exams, start_attempt, submit_attempt
from edusync.assessment.testing import make_quiz
from edusync.assessment.tests.assignment_rows import hand_in, make_assignment
from edusync.assessment.tests.exam_rows import make_exam, make_sitting
from edusync.courses.models import AvailabilityRule, Course, Lesson, Module
from edusync.courses.testing import make_course
from edusync.enrollment.models import Enrollment, LearnerGroup, LearnerGroupMember
from edusync.enrollment.testing import make_enrollment
from edusync.kernel import clock

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 5, 6, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> dt.datetime:
    """It is noon on a Wednesday in May."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return NOON


@pytest.fixture
def course(learner: Any, noon: Any) -> Course:
    return make_course("Soil")


@pytest.fixture
def enrollment(learner: Any, course: Course) -> Enrollment:
    return make_enrollment(learner, course)


def items(client: Any, first: str = "2026-05-01", until: str = "2026-06-30") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/api/v1/calendar?from={first}&until={until}").json()["items"]
    return found


def moments(client: Any) -> dict[str, str]:
    """When each kind of thing is, by kind."""
    return {item["kind"]: item["starts_at"] for item in items(client)}


def at(moment: dt.datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def publish_all(course: Course) -> None:
    """Everything of the course is in sight."""
    Module.objects.filter(course=course).update(is_published=True)
    Lesson.objects.filter(course=course).update(is_published=True)
    Course.objects.filter(pk=course.pk).update(outline_version=99)


def test_work_of_all_kinds_stands_in_the_calendar(
    api: Any, learner: Any, course: Any, enrollment: Any
) -> None:
    make_assignment(course=course, due_at=NOON + DAY)
    make_quiz(course=course, opens_at=NOON - DAY, closes_at=NOON + 2 * DAY)
    publish_all(course)
    shown = [(item["kind"], item["title"], item["is_own_date"]) for item in items(api(learner))]
    assert shown == [
        ("quiz-opens", "Check yourself", False),
        ("assignment", "An essay", False),
        ("quiz-closes", "Check yourself", False),
    ]


def test_own_dates_stand_everywhere_and_others_keep_theirs(
    api: Any, learner: Any, stranger: Any, course: Any, enrollment: Any
) -> None:
    other = make_enrollment(stranger, course)
    assignment = make_assignment(course=course, due_at=NOON + DAY)
    quiz = make_quiz(course=course, opens_at=NOON + DAY, closes_at=NOON + 2 * DAY)
    publish_all(course)
    AssignmentExtension.objects.create(assignment=assignment, enrollment=enrollment, due_at=NOON + 5 * DAY)
    Accommodation.objects.create(
        course=course, quiz=quiz, enrollment=enrollment, opens_at=NOON + DAY / 2, closes_at=NOON + 6 * DAY
    )
    mine = {
        "quiz-opens": at(NOON + DAY / 2),
        "assignment": at(NOON + 5 * DAY),
        "quiz-closes": at(NOON + 6 * DAY),
    }
    client = api(learner)
    assert moments(client) == mine
    assert all(item["is_own_date"] for item in items(client))
    assert {item["kind"]: item["starts_at"] for item in client.get("/api/v1/home").json()["due"]} == mine
    assert moments(api(stranger)) == {
        "assignment": at(NOON + DAY),
        "quiz-opens": at(NOON + DAY),
        "quiz-closes": at(NOON + 2 * DAY),
    }
    assert other.pk != enrollment.pk


def test_what_a_group_or_the_whole_course_was_granted_counts(
    api: Any, learner: Any, organization: Any, course: Any, enrollment: Any
) -> None:
    quiz = make_quiz(course=course, closes_at=NOON + DAY)
    publish_all(course)
    group = LearnerGroup.objects.create(course=course, name="Evening")
    LearnerGroupMember.objects.create(group=group, enrollment=enrollment)
    Accommodation.objects.create(course=course, quiz=quiz, group=group, closes_at=NOON + 2 * DAY)
    assert moments(api(learner)) == {"quiz-closes": at(NOON + 2 * DAY)}
    Accommodation.objects.create(course=course, enrollment=enrollment, closes_at=NOON + 4 * DAY)
    assert moments(api(learner)) == {"quiz-closes": at(NOON + 4 * DAY)}
    # Earlier than the quiz's own date it is none.
    Accommodation.objects.all().delete()
    Accommodation.objects.create(course=course, quiz=quiz, group=group, closes_at=NOON)
    assert moments(api(learner)) == {"quiz-closes": at(NOON + DAY)}


def test_the_sitting_stands_in_place_of_the_exams_window(
    api: Any, learner: Any, course: Any, enrollment: Any
) -> None:
    exam = make_exam(make_quiz(course=course, closes_at=NOON + 20 * DAY), is_registration_needed=True)
    sitting = make_sitting(exam, starts_at=NOON + 3 * DAY)
    sitting.title = "Room 4, back door"
    sitting.save()
    publish_all(course)
    assert set(moments(api(learner))) == {"quiz-closes"}
    exams.register(exam=exam, enrollment=enrollment, sitting=sitting)
    [item] = items(api(learner))
    assert (item["kind"], item["note"]) == ("exam", "Room 4, back door")
    assert (item["starts_at"], item["ends_at"]) == (
        at(NOON + 3 * DAY),
        at(NOON + 3 * DAY + dt.timedelta(hours=2)),
    )


def test_a_seat_on_offer_is_no_entry_until_it_is_taken(
    api: Any, learner: Any, course: Any, enrollment: Any, make_person: Any
) -> None:
    exam = make_exam(make_quiz(course=course, closes_at=NOON + 20 * DAY), is_registration_needed=True)
    sitting = make_sitting(exam, starts_at=NOON + 3 * DAY, seats=1)
    sitting.waitlist = "offer"
    sitting.save()
    publish_all(course)
    other = make_enrollment(make_person("bea", roles=("learner",)), course)
    exams.register(exam=exam, enrollment=other, sitting=sitting)
    exams.join_line(exam=exam, enrollment=enrollment, sitting=sitting)
    exams.cancel_registration(exam=exam, enrollment=other)
    assert set(moments(api(learner))) == {"quiz-closes"}
    exams.take_offer(exam=exam, enrollment=enrollment)
    assert [item["kind"] for item in items(api(learner))] == ["exam"]


def test_the_feed_tells_the_own_dates_and_where_an_exam_is(
    api: Any, learner: Any, course: Any, enrollment: Any
) -> None:
    assignment = make_assignment(course=course, due_at=NOON + DAY)
    exam = make_exam(make_quiz(course=course), is_registration_needed=True)
    sitting = make_sitting(exam, starts_at=NOON + 3 * DAY)
    sitting.title = "Room 4, back door"
    sitting.save()
    publish_all(course)
    exams.register(exam=exam, enrollment=enrollment, sitting=sitting)
    AssignmentExtension.objects.create(assignment=assignment, enrollment=enrollment, due_at=NOON + 5 * DAY)
    client = api(learner)
    address = client.post("/api/v1/calendar/feed").json()["url"]
    text = api().get(address[address.index("/api/") :]).content.decode()
    assert "SUMMARY:Hand in: An essay" in text
    assert "DTSTART:20260511T120000Z" in text
    assert "DTSTART:20260507T120000Z" not in text
    assert "LOCATION:Room 4\\, back door" in text
    assert "DTEND:20260509T140000Z" in text


def test_work_that_is_out_of_sight_is_not_named(api: Any, learner: Any, course: Any, enrollment: Any) -> None:
    draft = make_assignment(course=course, due_at=NOON + DAY)
    hidden = make_quiz(course=course, closes_at=NOON + DAY)
    locked = make_assignment(course=course, due_at=NOON + 2 * DAY)
    publish_all(course)
    Lesson.objects.filter(pk=draft.lesson_id).update(is_published=False)
    later = {"type": "date", "from": at(NOON + 9 * DAY)}
    for lesson_id, is_hidden in ((hidden.lesson_id, True), (locked.lesson_id, False)):
        AvailabilityRule.objects.create(course=course, lesson_id=lesson_id, tree=later, is_hidden=is_hidden)
    Course.objects.filter(pk=course.pk).update(outline_version=100)
    # What is locked but named in the outline may be named here.
    found = [item for item in items(api(learner)) if item["kind"] != "opens"]
    assert [item["lesson"]["id"] for item in found] == [locked.lesson_id]


def test_what_is_handed_in_is_due_no_more_and_what_is_late_is_overdue_as_long_as_it_is_taken(
    api: Any, learner: Any, course: Any, enrollment: Any, monkeypatch: Any
) -> None:
    done = make_assignment(course=course, due_at=NOON + DAY)
    make_assignment(course=course, due_at=NOON + 2 * DAY, closes_at=NOON + 20 * DAY)
    quiz = make_quiz(course=course, closes_at=NOON + 3 * DAY)
    publish_all(course)
    hand_in(done, enrollment)
    submit_attempt(attempt=start_attempt(quiz=quiz, enrollment=enrollment))
    client = api(learner)
    assert {item["kind"]: item["is_done"] for item in items(client)[:1]} == {"assignment": True}
    assert [item["is_done"] for item in items(client)] == [True, False, True]
    for days, due in ((0, [False]), (10, [True]), (21, [])):
        monkeypatch.setattr(clock, "now", lambda days=days: NOON + days * DAY)
        assert [item["is_overdue"] for item in client.get("/api/v1/home").json()["due"]] == due


def test_dates_cost_no_query_more_for_many_courses(api: Any, learner: Any, noon: Any) -> None:
    client = api(learner)
    counts = []
    for number in (1, 5):
        for place in range(number):
            course = make_course(f"Course {number} {place}")
            enrollment = make_enrollment(learner, course)
            quiz = make_quiz(course=course, closes_at=NOON + DAY)
            Accommodation.objects.create(
                course=course, quiz=quiz, enrollment=enrollment, closes_at=NOON + 2 * DAY
            )
            make_assignment(course=course, due_at=NOON + DAY)
            publish_all(course)
        client.get("/api/v1/home")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/api/v1/home").json()["due"]
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8
