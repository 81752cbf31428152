-- The log of changes of status is append-only.
CREATE TRIGGER enrollment_transition_no_update BEFORE UPDATE ON enrollment_enrollment_transition
FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'enrollment_enrollment_transition is append-only'
