-- Reports are evidence: what they found stays as it was.
CREATE TRIGGER accessibility_report_no_update BEFORE UPDATE OF course_id, occasion, standard, lesson_count, clean_lesson_count, finding_count, findings, created_at
ON courses_accessibility_report
BEGIN
  SELECT RAISE(ABORT, 'courses_accessibility_report is append-only');
END
