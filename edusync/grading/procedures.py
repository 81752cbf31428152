"""Bodies of stored procedures: where the engine has the procedure it is called, else the same statement runs here."""

from typing import Any

from django.db import connection, transaction

from edusync.kernel import clock
from edusync.kernel.transactions import retry_deadlocks

# As in `sql/mysql/sp_roll_up_grades.procedure.sql`, in SQLite's dialect.
ROLL_UP = """
INSERT INTO grading_grade (
  organization_id, item_id, enrollment_id, points, max_points, state, row_version, change_reason, created_at, updated_at
)
WITH tries AS (
  SELECT i.organization_id, i.id AS item_id, a.enrollment_id, i.attempt_choice, i.max_points AS item_points,
    a.points, a.max_points, a.needs_marking,
    AVG(a.points * 1.0 / a.max_points) OVER (PARTITION BY i.id, a.enrollment_id) AS share,
    SUM(a.needs_marking) OVER (PARTITION BY i.id, a.enrollment_id) AS waiting,
    ROW_NUMBER() OVER (
      PARTITION BY i.id, a.enrollment_id
      ORDER BY
        CASE i.attempt_choice WHEN 'latest' THEN 0 - CAST(a.number AS SIGNED) WHEN 'first' THEN CAST(a.number AS SIGNED) ELSE 0 END,
        CASE WHEN a.needs_marking > 0 THEN 1 ELSE 0 END,
        0 - a.points * 1.0 / a.max_points,
        a.number
    ) AS place
  FROM grading_grade_item i
  JOIN assessment_quiz_attempt a ON a.quiz_id = i.source_id
  WHERE i.course_id = %(course)s AND i.source_kind = 'quiz' AND i.deleted_at IS NULL
    AND a.state = 'submitted' AND a.points IS NOT NULL AND a.max_points >= 0.01
), works AS (
  SELECT organization_id, item_id, enrollment_id,
    CASE WHEN attempt_choice = 'average' AND waiting > 0 THEN NULL
      WHEN attempt_choice = 'average' THEN ROUND(item_points * share, 3)
      WHEN needs_marking > 0 THEN NULL
      ELSE points END AS points,
    CASE WHEN attempt_choice = 'average' THEN item_points ELSE max_points END AS max_points
  FROM tries
  WHERE place = 1
  UNION ALL
  SELECT i.organization_id, i.id, s.enrollment_id, s.points, s.max_points
  FROM grading_grade_item i
  JOIN assessment_submission s ON s.assignment_id = i.source_id
  WHERE i.course_id = %(course)s AND i.source_kind = 'assignment' AND i.deleted_at IS NULL
    AND s.is_current = 1 AND s.state <> 'draft' AND s.max_points >= 0.01
)
SELECT w.organization_id, w.item_id, w.enrollment_id, w.points, w.max_points,
  CASE WHEN w.points IS NULL THEN 'needs_marking' ELSE 'graded' END, 1, '', %(at)s, %(at)s
FROM works w
LEFT JOIN grading_grade g ON g.item_id = w.item_id AND g.enrollment_id = w.enrollment_id
WHERE g.id IS NULL OR g.max_points <> w.max_points OR NOT (g.points IS w.points)
ON CONFLICT (item_id, enrollment_id) DO UPDATE SET
  points = excluded.points,
  max_points = excluded.max_points,
  state = CASE WHEN grading_grade.state = 'excused' THEN 'excused' ELSE excluded.state END,
  row_version = grading_grade.row_version + 1,
  changed_by_id = NULL,
  change_reason = '',
  change_batch = NULL,
  updated_at = excluded.updated_at
"""


@retry_deadlocks
@transaction.atomic
def roll_up_grades(*, course_id: int) -> int:
    """Bring the cells of a course's quizzes and assignments in line with the work done; returns how many differed.

    What triggers do for one attempt or submission, for all at once, in one statement. Safe to repeat. Course grades
    are outdated by the trigger on cells and computed anew by the next job.
    """
    now: Any = connection.ops.adapt_datetimefield_value(clock.now())
    with connection.cursor() as cursor:
        if connection.vendor == "mysql":
            cursor.execute("CALL sp_roll_up_grades(%s, %s, @changed)", [course_id, now])
            cursor.execute("SELECT @changed")
            return int(cursor.fetchone()[0])
        cursor.execute(ROLL_UP, {"course": course_id, "at": now})
        return int(cursor.rowcount)
