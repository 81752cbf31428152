-- The history of a course is append-only.
CREATE TRIGGER course_state_change_no_delete BEFORE DELETE ON courses_state_change
BEGIN
  SELECT RAISE(ABORT, 'courses_state_change is append-only');
END
