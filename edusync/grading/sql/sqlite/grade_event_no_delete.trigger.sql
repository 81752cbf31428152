-- The history of grades is append-only.
CREATE TRIGGER grade_event_no_delete BEFORE DELETE ON grading_grade_event
FOR EACH ROW
BEGIN
  SELECT RAISE(ABORT, 'grading_grade_event is append-only');
END
