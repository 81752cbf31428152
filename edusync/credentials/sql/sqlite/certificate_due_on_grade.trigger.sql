-- A grade that reaches what the course asks for earns the certificate of an enrollment that has all else.
CREATE TRIGGER certificate_due_on_grade AFTER UPDATE OF shown_percent, is_stale ON grading_course_grade
FOR EACH ROW
WHEN NEW.is_stale = 0 AND (OLD.is_stale = 1 OR OLD.shown_percent IS NOT NEW.shown_percent)
  AND EXISTS (SELECT 1 FROM courses_course WHERE id = NEW.course_id AND is_certificate_on = 1 AND NEW.shown_percent >= required_score)
  AND EXISTS (
    SELECT 1 FROM enrollment_enrollment e
    WHERE e.id = NEW.enrollment_id AND e.required_weight > 0 AND e.status IN ('active', 'completed') AND e.deleted_at IS NULL
      AND (e.done_weight >= e.required_weight OR (e.status = 'completed' AND e.done_weight * 100 >= e.required_weight * (
        SELECT COALESCE(MAX(percent), 100) FROM courses_completion_rule WHERE course_id = NEW.course_id
      )))
  )
  AND NOT EXISTS (SELECT 1 FROM credentials_certificate WHERE enrollment_id = NEW.enrollment_id)
BEGIN
  INSERT OR IGNORE INTO credentials_certificate
    (organization_id, enrollment_id, state, due_at, created_at, updated_at)
  VALUES (
    NEW.organization_id,
    NEW.enrollment_id,
    'due',
    strftime('%Y-%m-%d %H:%M:%f000', 'now'),
    strftime('%Y-%m-%d %H:%M:%f000', 'now'),
    strftime('%Y-%m-%d %H:%M:%f000', 'now')
  );
  INSERT INTO kernel_outboxevent (event_type, payload, organization_id, created_at, available_at)
  SELECT
    'certificate_due',
    json_object('certificate_id', id, 'enrollment_id', NEW.enrollment_id),
    NEW.organization_id,
    created_at,
    created_at
  FROM credentials_certificate
  WHERE enrollment_id = NEW.enrollment_id;
END
