-- Makes the certificates due that the triggers missed, at most so many, each with its outbox row; `made` says how many.
CREATE PROCEDURE sp_calculate_certificates(IN at_instant DATETIME(6), IN at_most INT, OUT made INT)
BEGIN
  INSERT IGNORE INTO credentials_certificate
    (organization_id, enrollment_id, state, due_at, created_at, updated_at)
  SELECT e.organization_id, e.id, 'due', at_instant, at_instant, at_instant
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
  LIMIT at_most;
  SET made = ROW_COUNT();
  INSERT INTO kernel_outboxevent (event_type, payload, organization_id, created_at, available_at)
  SELECT
    'certificate_due',
    JSON_OBJECT('certificate_id', id, 'enrollment_id', enrollment_id),
    organization_id,
    at_instant,
    at_instant
  FROM credentials_certificate
  WHERE state = 'due' AND due_at = at_instant AND created_at = at_instant;
END
