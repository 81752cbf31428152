-- An enrollment that has reached the weight and the grade that its course asks for earns the course's certificate, exactly one, whoever writes it.
CREATE TRIGGER certificate_due_on_update AFTER UPDATE ON enrollment_enrollment
FOR EACH ROW
BEGIN
  IF NEW.required_weight > 0
    AND (NEW.done_weight >= NEW.required_weight OR (NEW.status = 'completed' AND NEW.done_weight * 100 >= NEW.required_weight * (
    SELECT COALESCE(MAX(percent), 100) FROM courses_completion_rule WHERE course_id = NEW.course_id
  )))
    AND NEW.status IN ('active', 'completed')
    AND NEW.deleted_at IS NULL
    AND NOT (
      OLD.required_weight > 0
      AND (OLD.done_weight >= OLD.required_weight OR (OLD.status = 'completed' AND OLD.done_weight * 100 >= OLD.required_weight * (
    SELECT COALESCE(MAX(percent), 100) FROM courses_completion_rule WHERE course_id = OLD.course_id
  )))
      AND OLD.status IN ('active', 'completed')
      AND OLD.status = NEW.status
      AND OLD.deleted_at IS NULL
    )
    AND EXISTS (SELECT 1 FROM courses_course c WHERE c.id = NEW.course_id AND c.is_certificate_on = 1 AND (c.required_score IS NULL OR EXISTS (
    SELECT 1 FROM grading_course_grade g
    WHERE g.enrollment_id = NEW.id AND g.is_stale = 0 AND g.shown_percent >= c.required_score
  )))
    AND NOT EXISTS (SELECT 1 FROM credentials_certificate WHERE enrollment_id = NEW.id)
  THEN
    -- Two at once wait for each other at the enrollment's row; IGNORE is for a repair that runs at the same time.
    INSERT IGNORE INTO credentials_certificate
      (organization_id, enrollment_id, state, due_at, created_at, updated_at)
    VALUES (NEW.organization_id, NEW.id, 'due', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6));
    INSERT INTO kernel_outboxevent (event_type, payload, organization_id, created_at, available_at)
    SELECT
      'certificate_due',
      JSON_OBJECT('certificate_id', id, 'enrollment_id', NEW.id),
      NEW.organization_id,
      UTC_TIMESTAMP(6),
      UTC_TIMESTAMP(6)
    FROM credentials_certificate
    WHERE enrollment_id = NEW.id;
  END IF;
END
