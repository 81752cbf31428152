"""The numbers of each report by the plainest reading of the facts: loops over rows, and the standard library."""

import datetime
import statistics
import zoneinfo
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from edusync.assessment.models import QuizAttempt
from edusync.courses.models import Course, CourseStaff, CourseViewStat, SavedCourse
from edusync.credentials.models import Certificate
from edusync.enrollment.models import Enrollment, EnrollmentTransition
from edusync.grading.models import AttendanceRecord, CourseGrade, Grade
from edusync.identity.models import Organization
from edusync.kernel.tenancy import current_organization_id
from edusync.progress.models import LearningDay, LearningSession, LessonProgress

DAY = datetime.timedelta(days=1)


def zone():
    return zoneinfo.ZoneInfo(Organization.objects.get(pk=current_organization_id()).time_zone)


def day_of(at):
    return at.astimezone(zone()).date()


def half_up(value, places="0.1"):
    """A fraction as a decimal; 60 digits are exact enough for any sum of a test."""
    if value is None:
        return None
    value = Fraction(value)
    import decimal

    with decimal.localcontext() as context:
        context.prec = 60
        return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(
            Decimal(places), rounding=ROUND_HALF_UP
        )


def places():
    """Enrollments that count."""
    return [
        row
        for row in Enrollment.objects.select_related("course", "learner")
        if row.deleted_at is None
        and (
            row.status in {"active", "paused", "suspended", "completed"}
            or (row.status == "expired" and row.last_access_at is not None)
        )
    ]


def percent(part, whole):
    return half_up(Fraction(part * 100, whole)) if whole else None


def median_days(rows):
    spans = [
        max(0, (row.completed_at - row.enrolled_at) // datetime.timedelta(seconds=1))
        for row in rows
        if row.completed_at is not None
    ]
    return half_up(Fraction(statistics.median(spans)) / 86_400) if spans else None


def issued(rows):
    ids = [row.pk for row in rows]
    return list(Certificate.objects.filter(enrollment_id__in=ids, state="issued"))


def course_completion():
    found = set()
    for course in Course.objects.all():
        rows = [row for row in places() if row.course_id == course.pk]
        gone = 0
        for row in Enrollment.objects.filter(course=course, status="withdrawn", deleted_at=None):
            changes = EnrollmentTransition.objects.filter(enrollment=row, to_status="withdrawn")
            gone += any(c.from_status in {"active", "paused", "suspended", "completed"} for c in changes)
        completed = sum(row.completed_at is not None for row in rows)
        certified = len(issued(rows))
        found.add(
            (
                course.title,
                course.status,
                len(rows),
                completed,
                percent(completed, len(rows)),
                certified,
                percent(certified, len(rows)),
                gone,
                median_days(rows),
            )
        )
    return found


def activity():
    """(course, day) to the people, sessions and seconds of it."""
    found = defaultdict(lambda: [set(), 0, 0])
    for row in LearningSession.objects.select_related("enrollment"):
        if row.enrollment.deleted_at is None:
            cell = found[row.enrollment.course_id, day_of(row.started_at)]
            cell[0].add(row.enrollment.learner_id)
            cell[1] += 1
            cell[2] += row.seconds
    for row in LessonProgress.objects.select_related("enrollment"):
        if row.enrollment.deleted_at is None and row.completed_at is not None:
            found[row.enrollment.course_id, day_of(row.completed_at)][0].add(row.enrollment.learner_id)
    for row in QuizAttempt.objects.select_related("enrollment"):
        if row.enrollment.deleted_at is None and row.state == "submitted":
            found[row.enrollment.course_id, day_of(row.submitted_at)][0].add(row.enrollment.learner_id)
    return found


def active_students(now):
    cells, found = activity(), set()
    for course in Course.objects.all():
        own = {day: cell for (course_id, day), cell in cells.items() if course_id == course.pk}
        day = min(own, default=day_of(now) + DAY)
        while day <= day_of(now):
            people = [
                set().union(*(own[day - back * DAY][0] for back in range(length) if day - back * DAY in own))
                for length in (1, 7, 30)
            ]
            if people[2]:
                _, sessions, seconds = own.get(day, (set(), 0, 0))
                found.add((day, course.title, *map(len, people), sessions, seconds))
            day += DAY
    return found


def course_popularity():
    sums = defaultdict(lambda: [0, 0, 0])
    for row in CourseViewStat.objects.all():
        sums[row.course_id, row.viewed_on.replace(day=1)][0] += row.views
    for row in SavedCourse.objects.all():
        sums[row.course_id, day_of(row.created_at).replace(day=1)][1] += 1
    for row in places():
        sums[row.course_id, day_of(row.enrolled_at).replace(day=1)][2] += 1
    titles = dict(Course.objects.values_list("pk", "title"))
    return {
        (month, titles[course_id], *numbers) for (course_id, month), numbers in sums.items() if any(numbers)
    }


def streaks(learner, now):
    """Present and longest run of active days; people of these tests live in UTC."""
    active = {row.day for row in LearningDay.unscoped.filter(learner=learner) if row.seconds >= 300} | {
        row.completed_at.astimezone(datetime.UTC).date()
        for row in LessonProgress.unscoped.filter(enrollment__learner=learner)
        if row.completed_at is not None
    }
    today = now.astimezone(datetime.UTC).date()
    active = {day for day in active if day <= today}

    def run_up_to(day):
        length = 0
        while day in active:
            length, day = length + 1, day - DAY
        return length

    return run_up_to(today) or run_up_to(today - DAY), max(map(run_up_to, active), default=0)


def quiz_means(learner):
    best = {}
    rows = QuizAttempt.objects.filter(
        enrollment__learner=learner, enrollment__deleted_at=None, state="submitted"
    )
    for row in rows:
        if row.points is not None and row.max_points:
            share = Fraction(row.points) / Fraction(row.max_points) * 100
            best[row.quiz_id] = max(share, best.get(row.quiz_id, Fraction()))
    return len(best), half_up(sum(best.values()) / len(best)) if best else None


def learners():
    by_person = defaultdict(list)
    for row in places():
        by_person[row.learner].append(row)
    return by_person


def engagement_summary(now):
    found = set()
    for learner, rows in learners().items():
        sessions = [
            row
            for row in LearningSession.objects.filter(enrollment__learner=learner)
            if row.enrollment.deleted_at is None
        ]
        scores = [
            Fraction(row.engagement_score) * 100
            for row in rows
            if row.status in {"active", "completed"} and row.engagement_score is not None
        ]
        found.add(
            (
                learner.display_name,
                len(sessions),
                sum(row.seconds for row in sessions),
                sum(row.focus_seconds for row in sessions),
                half_up(sum(scores) / len(scores)) if scores else None,
                streaks(learner, now)[0],
                len(rows),
                sum(row.completed_at is not None for row in rows),
                max((row.last_access_at for row in rows if row.last_access_at), default=None),
            )
        )
    return found


def top_students(now):
    merits = {}
    for learner, rows in learners().items():
        number, share = quiz_means(learner)
        if number:
            present, longest = streaks(learner, now)
            merits[learner] = (
                share,
                number,
                longest,
                present,
                sum(row.completed_at is not None for row in rows),
            )
    return {
        (
            1 + sum(other[:3] > own[:3] for other in merits.values()),
            learner.display_name,
            own[0],
            own[1],
            own[3],
            own[2],
            own[4],
        )
        for learner, own in merits.items()
    }


def instructor_effectiveness():
    found = set()
    staff = defaultdict(set)
    for row in CourseStaff.objects.select_related("user"):
        if row.duty in {"owner", "instructor"}:
            staff[row.user].add(row.course_id)
    for person, courses in staff.items():
        rows = [row for row in places() if row.course_id in courses]
        completed = sum(row.completed_at is not None for row in rows)
        stars = Course.objects.filter(pk__in=courses)
        number, total = sum(c.rating_count for c in stars), sum(c.rating_sum for c in stars)
        found.add(
            (
                person.display_name,
                len(courses),
                len({row.learner_id for row in rows}),
                len(rows),
                completed,
                percent(completed, len(rows)),
                median_days(rows),
                number,
                half_up(Fraction(total, number), "0.01") if number else None,
            )
        )
    return found


def student_progress():
    found = set()
    for row in places():
        state = "in_progress"
        if row.completed_at is not None:
            state = "completed"
        elif row.status != "active":
            state = row.status
        elif row.last_access_at is None:
            state = "not_started"
        share = min(100, row.done_weight * 100 // row.required_weight) if row.required_weight else 0
        found.add(
            (
                row.learner.display_name,
                row.course.title,
                state,
                Decimal(share),
                row.seconds,
                row.enrolled_at,
                row.last_access_at,
                row.due_at,
                row.completed_at,
            )
        )
    return found


def attendance():
    found = set()
    for row in AttendanceRecord.objects.select_related(
        "session", "enrollment__learner", "enrollment__course"
    ):
        if row.session.deleted_at is None and row.enrollment.deleted_at is None:
            found.add(
                (
                    row.enrollment.learner.display_name,
                    row.enrollment.course.title,
                    row.session.starts_at,
                    row.session.title,
                    row.session.kind,
                    row.state,
                    row.source,
                    row.checked_in_at,
                )
            )
    return found


def gradebook():
    found = set()
    for row in Grade.objects.select_related("item__lesson", "enrollment__learner", "enrollment__course"):
        if row.enrollment.deleted_at is not None:
            continue
        points = row.points if row.override_points is None else row.override_points
        points = None if row.state == "excused" else points
        total = CourseGrade.objects.get(enrollment=row.enrollment).current_percent
        found.add(
            (
                row.enrollment.learner.display_name,
                row.enrollment.course.title,
                row.item.title or row.item.lesson.title,
                row.item.source_kind,
                row.state,
                half_up(points, "0.001"),
                half_up(row.max_points, "0.001"),
                None if points is None else percent(Fraction(points), Fraction(row.max_points)),
                "posted" if row.item.posted_at and row.item.is_visible else "hidden",
                half_up(total),
                row.updated_at,
            )
        )
    return found
