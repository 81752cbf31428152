"""What courses come to: computed anew for whole courses or for whoever's cells changed."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from edusync.courses.queries import required_score
from edusync.grading.engine import Book, Mark, Mode, rounded, score_course
from edusync.grading.events import BookChanged, CoursePassed
from edusync.grading.models import CourseGrade
from edusync.grading.queries.cells import effective
from edusync.grading.queries.loading import book_of, marks_by_enrollment
from edusync.grading.queries.own import latest_enrollments, posted_grades_of
from edusync.kernel import clock
from edusync.kernel.events import publish
from edusync.kernel.transactions import retry_deadlocks

BATCH = 500
# What one run of the job takes on in one organization.
LIMIT = 5_000
COLUMNS = ("current_percent", "final_percent", "shown_percent", "is_stale", "updated_at")


def mark_stale(*, course_id: int) -> None:
    """Everybody's course grade is to be computed anew: by the next job, or by who looks first."""
    CourseGrade.objects.filter(course_id=course_id).update(is_stale=True, updated_at=clock.now())


def outdate_course(course_id: int) -> None:
    """`mark_stale`, and the worker does it in a moment."""
    mark_stale(course_id=course_id)
    publish(BookChanged(course_id=course_id))


@retry_deadlocks
@transaction.atomic
def recompute_course(*, course_id: int) -> int:
    """Compute the stale course grades of a course; returns how many."""
    rows = CourseGrade.objects.select_for_update().filter(course_id=course_id, is_stale=True)
    return _compute(course_id, list(rows.order_by("pk")))


@retry_deadlocks
@transaction.atomic
def recompute_enrollments(*, course_id: int, enrollment_ids: Iterable[int]) -> int:
    """Compute the stale ones of these enrollments of a course; returns how many."""
    rows = CourseGrade.objects.select_for_update().filter(
        course_id=course_id, is_stale=True, enrollment_id__in=list(enrollment_ids)
    )
    return _compute(course_id, list(rows.order_by("pk")))


def follow_stale(*, limit: int = LIMIT) -> int:
    """Compute what is stale in the organization, course by course, up to `limit`; returns how many."""
    stale = CourseGrade.objects.filter(is_stale=True).order_by("pk")
    courses = dict.fromkeys(stale.values_list("course_id", flat=True)[:limit])
    return sum(recompute_course(course_id=course_id) for course_id in courses)


def _compute(course_id: int, rows: Sequence[CourseGrade]) -> int:
    if not rows:
        return 0
    book, now = book_of(course_id), clock.now()
    shown = book.shown()
    by_enrollment = {row.enrollment_id: row for row in rows}
    before = {row.enrollment_id: row.shown_percent for row in rows}
    for enrollment_id, marks in marks_by_enrollment(by_enrollment):
        row = by_enrollment[enrollment_id]
        row.current_percent, row.final_percent, row.shown_percent = percents(book, shown, marks)
        row.is_stale, row.updated_at = False, now
    CourseGrade.objects.bulk_update(rows, COLUMNS, batch_size=BATCH)
    announce_passed(course_id, rows, before)
    return len(rows)


def announce_passed(
    course_id: int, rows: Sequence[CourseGrade], before: Mapping[int, Decimal | None]
) -> None:
    """Tell of those whose grade reaches what the course asks for, and did not before. One query."""
    needed = required_score(course_id)
    if needed is None:
        return
    for row in rows:
        if is_reached(row.shown_percent, needed) and not is_reached(before[row.enrollment_id], needed):
            publish(CoursePassed(enrollment_id=row.enrollment_id))


def is_reached(percent: Decimal | None, needed: int) -> bool:
    """Whether a grade is there and high enough."""
    return percent is not None and percent >= needed


def percents(book: Book, shown: Book, marks: dict[int, Mark]) -> tuple[Decimal | None, ...]:
    """Current, final and shown percentage of one learner."""
    current = score_course(book, marks).share
    seen = current if shown.items == book.items else score_course(shown, marks).share
    return rounded(current), rounded(score_course(book, marks, Mode.FINAL).share), rounded(seen)


class CourseGradeAnswers:
    """Tells the progress app about grades (`progress.grade_facts.GradeProvider`)."""

    def percent_of(self, enrollment: Any) -> Decimal | None:
        """What the posted marks come to now: computed in the caller's transaction where cells changed."""
        recompute_enrollments(course_id=enrollment.course_id, enrollment_ids=[enrollment.pk])
        rows = CourseGrade.objects.filter(enrollment_id=enrollment.pk)
        found: Decimal | None = rows.values_list("shown_percent", flat=True).first()
        return found

    def course_percents(self, *, user_id: int) -> dict[int, float]:
        """What posted marks come to by course (`courses.learner_facts.GradeProvider`). Two queries.

        Where cells changed since, it is computed now: a regrade counts at once.
        """
        latest = latest_enrollments(user_id)
        rows = CourseGrade.objects.filter(enrollment_id__in=latest)
        stale = list(rows.filter(is_stale=True).values_list("course_id", "enrollment_id"))
        for course_id, enrollment_id in stale:
            recompute_enrollments(course_id=course_id, enrollment_ids=[enrollment_id])
        found = rows.filter(shown_percent__isnull=False).values_list("course_id", "shown_percent")
        return {course_id: float(percent) for course_id, percent in found}

    def lesson_percents(self, *, user_id: int) -> dict[int, float]:
        """Posted marks by lesson. Two queries."""
        latest = latest_enrollments(user_id)
        rows = posted_grades_of(user_id).filter(
            item__lesson__isnull=False, enrollment_id__in=latest, state="graded", max_points__gt=0
        )
        return {
            row.item.lesson_id: float(earned * 100 / row.max_points)
            for row in rows
            if (earned := effective(row.override_points, row.points)) is not None
        }
