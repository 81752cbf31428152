-- The history of grades is append-only.
CREATE TRIGGER grade_event_no_update BEFORE UPDATE ON grading_grade_event
FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'grading_grade_event is append-only'
