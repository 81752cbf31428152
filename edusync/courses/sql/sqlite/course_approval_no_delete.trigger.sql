-- What was handed in for approval stays on record.
CREATE TRIGGER course_approval_no_delete BEFORE DELETE ON courses_approval_request
BEGIN
  SELECT RAISE(ABORT, 'courses_approval_request keeps its rows');
END
