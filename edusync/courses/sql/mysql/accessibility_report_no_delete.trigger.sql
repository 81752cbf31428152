-- Reports are evidence: none goes.
CREATE TRIGGER accessibility_report_no_delete BEFORE DELETE ON courses_accessibility_report
FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'courses_accessibility_report is append-only'
