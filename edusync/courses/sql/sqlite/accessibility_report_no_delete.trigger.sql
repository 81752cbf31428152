-- Reports are evidence: none goes.
CREATE TRIGGER accessibility_report_no_delete BEFORE DELETE ON courses_accessibility_report
BEGIN
  SELECT RAISE(ABORT, 'courses_accessibility_report is append-only');
END
