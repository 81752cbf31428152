"""Bodies of stored procedures: where the engine has the procedure it is called, else the same statements run here."""

from typing import Any

from django.db import connection, transaction

from edusync.kernel import clock
from edusync.kernel.transactions import retry_deadlocks

AT_MOST = 10_000

# As in `sql/mysql/sp_calculate_certificates.procedure.sql`, in SQLite's dialect.
MAKE_DUE = """
INSERT OR IGNORE INTO credentials_certificate
  (organization_id, enrollment_id, state, due_at, created_at, updated_at)
SELECT e.organization_id, e.id, 'due', %(at)s, %(at)s, %(at)s
FROM enrollment_enrollment e
JOIN courses_course c ON c.id = e.course_id
WHERE c.is_certificate_on = 1
  AND e.required_weight > 0
  AND e.status IN ('active', 'completed')
  AND e.deleted_at IS NULL
  AND (e.done_weight >= e.required_weight OR (e.status = 'completed' AND e.done_weight * 100 >= e.required_weight * (
    SELECT COALESCE(MAX(r.percent), 100) FROM courses_completion_rule r WHERE r.course_id = e.course_id
  )))
  AND (c.required_score IS NULL OR EXISTS (
    SELECT 1 FROM grading_course_grade g
    WHERE g.enrollment_id = e.id AND g.is_stale = 0 AND g.shown_percent >= c.required_score
  ))
  AND NOT EXISTS (SELECT 1 FROM credentials_certificate made_before WHERE made_before.enrollment_id = e.id)
ORDER BY e.id
LIMIT %(at_most)s
"""
ANNOUNCE = """
INSERT INTO kernel_outboxevent (event_type, payload, organization_id, created_at, available_at)
SELECT
  'certificate_due',
  json_object('certificate_id', id, 'enrollment_id', enrollment_id),
  organization_id,
  %(at)s,
  %(at)s
FROM credentials_certificate
WHERE state = 'due' AND due_at = %(at)s AND created_at = %(at)s
"""


@retry_deadlocks
@transaction.atomic
def calculate_certificates(*, at_most: int = AT_MOST) -> int:
    """Make the certificates due that the triggers missed, in all organizations; returns how many.

    The worker issues them afterwards. Safe to repeat: an enrollment has one certificate.
    """
    now: Any = connection.ops.adapt_datetimefield_value(clock.now())
    with connection.cursor() as cursor:
        if connection.vendor == "mysql":
            cursor.execute("CALL sp_calculate_certificates(%s, %s, @made)", [now, at_most])
            cursor.execute("SELECT @made")
            return int(cursor.fetchone()[0])
        values = {"at": now, "at_most": at_most}
        cursor.execute(MAKE_DUE, values)
        made = int(cursor.rowcount)
        cursor.execute(ANNOUNCE, values)
        return made
