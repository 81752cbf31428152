"""Meetings of the demo school: six weeks of lectures with who was there, the next one to come."""

import datetime
from decimal import Decimal

from edusync.courses.models import Course
from edusync.grading.models import AttendanceSession, Gradebook, GradeItem
from edusync.grading.queries.learners import learners_in_book
from edusync.grading.services import (
    Presence,
    change_item,
    close_session,
    recompute_course,
    save_plan,
    save_session,
    take_attendance,
)
from edusync.identity.models import User
from edusync.kernel import clock
from edusync.operations.demo.gradebook import category_named

# Days before today, hour, kind, topic, place, minutes.
MEETINGS = (
    (38, 10, "lecture", "What we think we know", "Room 12", 90),
    (31, 10, "lecture", "Reading is not learning", "Room 12", 90),
    (24, 10, "lecture", "Asking oneself", "Room 12", 90),
    (17, 10, "lecture", "How memory works", "Room 12", 90),
    (10, 10, "lecture", "Spacing and recall", "Room 12", 90),
    (6, 14, "lab", "A plan of one's own", "Studio", 60),
    (3, 10, "lecture", "Sleep, rest and attention", "Room 12", 90),
)
Meeting = tuple[int, int, str, str, str, int]
LATER_DAYS = 4
ASK_DAYS = 30
# Two learners come less and less: how they are at the meetings, from the first to the last.
FALLING = ("present", "present", "late", "late", "absent", "absent", "absent")
FALLING_PLACES = (3, 13)


def furnish_attendance(people: dict[str, User], courses: list[Course], *, until: datetime.datetime) -> None:
    """The first course: meetings that were taken and one to come; attendance fills a column; marks may be asked about."""
    course, teacher = courses[0], people["ines"]
    with clock.frozen(until - datetime.timedelta(days=41)):
        plan = save_plan(
            course=course,
            base_version=0,
            by_id=teacher.pk,
            is_graded=True,
            title="Attendance",
            max_points=Decimal(20),
            present_percent=100,
            late_percent=50,
            absent_percent=0,
            late_after_minutes=10,
        )
        item = GradeItem.objects.get(source_kind="attendance", source_id=plan.pk)
        category_id = category_named(course, "In the room")
        change_item(item=item, base_version=item.row_version, by_id=teacher.pk, category_id=category_id)
    learners = list(learners_in_book(course.pk).order_by("pk").values_list("pk", flat=True))
    for number, meeting in enumerate(MEETINGS):
        take(course, teacher, meeting, learners, number, until=until)
    plan_meeting(
        course, teacher, (-LATER_DAYS, 10, "lecture", "Questions and answers", "Room 12", 60), until=until
    )
    Gradebook.objects.filter(course=course).update(regrade_until=until + datetime.timedelta(days=ASK_DAYS))
    recompute_course(course_id=course.pk)


def plan_meeting(
    course: Course, teacher: User, meeting: Meeting, *, until: datetime.datetime
) -> AttendanceSession:
    """A meeting without anybody in it yet."""
    days, hour, kind, title, place, minutes = meeting
    day = (until - datetime.timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)
    return save_session(
        course=course,
        by_id=teacher.pk,
        cohort_id=None,
        kind=kind,
        title=title,
        place=place,
        starts_at=day,
        minutes=minutes,
    )


def take(
    course: Course,
    teacher: User,
    meeting: Meeting,
    learners: list[int],
    number: int,
    *,
    until: datetime.datetime,
) -> None:
    """One meeting with its exceptions: one in seven late, one in nine absent, one in thirteen excused."""
    with clock.frozen(until - datetime.timedelta(days=40)):
        session = plan_meeting(course, teacher, meeting, until=until)
    presences = [
        Presence(key, FALLING[number])
        if place in FALLING_PLACES
        else presence_of(key, place * 5 + number * 3)
        for place, key in enumerate(learners)
    ]
    with clock.frozen(session.starts_at + datetime.timedelta(minutes=5)):
        take_attendance(session=session, presences=presences, by_id=teacher.pk)
        close_session(session=session, by_id=teacher.pk)


def presence_of(enrollment_id: int, seed: int) -> Presence:
    """One learner."""
    if seed % 13 == 12:
        return Presence(enrollment_id, "excused", "Ill, with a note.")
    if seed % 9 == 8:
        return Presence(enrollment_id, "absent")
    return Presence(enrollment_id, "late" if seed % 7 == 6 else "present")
