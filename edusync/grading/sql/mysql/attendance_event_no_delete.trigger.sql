-- The history of attendance is append-only.
CREATE TRIGGER attendance_event_no_delete BEFORE DELETE ON grading_attendance_event
FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'grading_attendance_event is append-only'
