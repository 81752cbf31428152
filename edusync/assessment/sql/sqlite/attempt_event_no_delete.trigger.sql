-- What arrived stays.
CREATE TRIGGER attempt_event_no_delete BEFORE DELETE ON assessment_attempt_event
FOR EACH ROW
BEGIN
  SELECT RAISE(ABORT, 'assessment_attempt_event is append-only');
END
