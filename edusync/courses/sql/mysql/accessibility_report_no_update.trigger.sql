-- Reports are evidence: what they found stays as it was. Only who made one may be taken out.
CREATE TRIGGER accessibility_report_no_update BEFORE UPDATE ON courses_accessibility_report
FOR EACH ROW
BEGIN
  IF NOT (
    NEW.course_id <=> OLD.course_id AND BINARY NEW.occasion <=> BINARY OLD.occasion AND BINARY NEW.standard <=> BINARY OLD.standard
    AND NEW.lesson_count <=> OLD.lesson_count AND NEW.clean_lesson_count <=> OLD.clean_lesson_count
    AND NEW.finding_count <=> OLD.finding_count AND NEW.findings <=> OLD.findings AND NEW.created_at <=> OLD.created_at
  ) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'courses_accessibility_report is append-only';
  END IF;
END
