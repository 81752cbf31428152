-- The history of attendance is append-only.
CREATE TRIGGER attendance_event_no_delete BEFORE DELETE ON grading_attendance_event
FOR EACH ROW
BEGIN
  SELECT RAISE(ABORT, 'grading_attendance_event is append-only');
END
