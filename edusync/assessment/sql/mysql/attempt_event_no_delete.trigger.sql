-- What arrived stays.
CREATE TRIGGER attempt_event_no_delete BEFORE DELETE ON assessment_attempt_event
FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'assessment_attempt_event is append-only'
