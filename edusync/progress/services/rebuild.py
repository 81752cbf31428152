"""Sums of whole courses, set by set: after a change of the outline, and on command."""
# ruff: noqa: S608 - all pieces are constants of this module

from typing import Any

from django.db import connection, transaction

from edusync.courses import queries as courses
from edusync.enrollment import queries as enrollments
from edusync.kernel import clock
from edusync.kernel.transactions import retry_deadlocks
from edusync.progress.grade_facts import is_passed
from edusync.progress.queries import COUNTED, module_sums
from edusync.progress.services.rollup import finish, newly_complete, save_sums, take_sums

# Weight of the counting lessons of a row's module: all of them, and those its enrollment has completed.
REQUIRED = f"""(
    SELECT COALESCE(SUM(l.weight), 0) FROM courses_lesson l JOIN courses_module m ON m.id = l.module_id
    WHERE l.module_id = progress_module_progress.module_id AND {COUNTED}
)"""
DONE = f"""(
    SELECT COALESCE(SUM(l.weight), 0) FROM progress_lesson_progress p
    JOIN courses_lesson l ON l.id = p.lesson_id JOIN courses_module m ON m.id = l.module_id
    WHERE p.enrollment_id = progress_module_progress.enrollment_id
      AND l.module_id = progress_module_progress.module_id AND p.state = 'completed' AND {COUNTED}
)"""
OF_COURSE = "enrollment_id IN (SELECT id FROM enrollment_enrollment WHERE course_id = %s)"
MISSING_MODULES = f"""
    INSERT INTO progress_module_progress
      (organization_id, enrollment_id, module_id, done_weight, required_weight, created_at, updated_at)
    SELECT e.organization_id, e.id, l.module_id, 0, 0, %s, %s
    FROM enrollment_enrollment e
    JOIN progress_lesson_progress p ON p.enrollment_id = e.id AND p.state = 'completed'
    JOIN courses_lesson l ON l.id = p.lesson_id JOIN courses_module m ON m.id = l.module_id
    LEFT JOIN progress_module_progress x ON x.enrollment_id = e.id AND x.module_id = l.module_id
    WHERE e.course_id = %s AND x.id IS NULL AND {COUNTED}
    GROUP BY e.organization_id, e.id, l.module_id
"""
MODULE_SUMS = f"""
    UPDATE progress_module_progress SET required_weight = {REQUIRED}, done_weight = {DONE}, updated_at = %s
    WHERE {OF_COURSE}
"""
MODULES_DONE = f"""
    UPDATE progress_module_progress SET completed_at = %s
    WHERE completed_at IS NULL AND required_weight > 0 AND done_weight >= required_weight AND {OF_COURSE}
"""
ENROLLMENT_SUMS = """
    UPDATE enrollment_enrollment SET required_weight = %s, updated_at = %s, done_weight = (
      SELECT COALESCE(SUM(x.done_weight), 0) FROM progress_module_progress x
      WHERE x.enrollment_id = enrollment_enrollment.id
    )
    WHERE course_id = %s
"""
# Time of an enrollment: what was spent in its lessons.
ENROLLMENT_TIMES = """
    UPDATE enrollment_enrollment SET seconds = (
      SELECT COALESCE(SUM(p.seconds), 0) FROM progress_lesson_progress p
      WHERE p.enrollment_id = enrollment_enrollment.id
    )
    WHERE course_id = %s
"""


@retry_deadlocks
@transaction.atomic
def follow_outline(*, course_id: int) -> None:
    """Bring every enrollment of the course in line with its present lessons and weights.

    Whoever then has the weight that the course asks for completes it; who completed it before stays completed.
    """
    rows = enrollments.enrollments_of_course(course_id)
    # Locked before anything is read: each later statement then sees what completions that just ended have written.
    list(rows.select_for_update().order_by("id").values_list("id", flat=True))
    now = connection.ops.adapt_datetimefield_value(clock.now())
    required = sum(weight for _, weight in courses.required_weights(course_id).values())
    _run(MISSING_MODULES, now, now, course_id)
    _run(MODULE_SUMS, now, course_id)
    _run(MODULES_DONE, now, course_id)
    _run(ENROLLMENT_SUMS, required, now, course_id)
    done = rows.filter(newly_complete(courses.completion_percent(course_id))).select_related("course")
    for enrollment in done:
        if is_passed(enrollment, enrollment.course.required_score):
            finish(enrollment)


@retry_deadlocks
@transaction.atomic
def follow_enrollment(*, enrollment_id: int) -> None:
    """Bring one enrollment in line with its course and its facts."""
    row = enrollments.enrollments_by_id([enrollment_id]).select_for_update().get()
    sums = module_sums(enrollment_id=row.pk, course_id=row.course_id)
    take_sums(row, sums)
    save_sums(row)


def rebuild_progress(*, course_id: int | None = None) -> int:
    """Make sums and times of a course, or of all courses with enrollments, anew; returns how many courses.

    One transaction per course. What is right stays as it is.
    """
    course_ids = [course_id] if course_id is not None else enrollments.course_ids_with_enrollments()
    for each in course_ids:
        follow_outline(course_id=each)
        _follow_times(each)
    return len(course_ids)


@retry_deadlocks
@transaction.atomic
def _follow_times(course_id: int) -> None:
    rows = enrollments.enrollments_of_course(course_id)
    list(rows.select_for_update().order_by("id").values_list("id", flat=True))
    _run(ENROLLMENT_TIMES, course_id)


def _run(sql: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
