-- The log of changes of status is append-only.
CREATE TRIGGER enrollment_transition_no_delete BEFORE DELETE ON enrollment_enrollment_transition
FOR EACH ROW
BEGIN
  SELECT RAISE(ABORT, 'enrollment_enrollment_transition is append-only');
END
