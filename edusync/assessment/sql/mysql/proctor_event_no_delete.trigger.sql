-- What was noticed stays for half a year at least; retention may let older rows go.
CREATE TRIGGER proctor_event_no_delete BEFORE DELETE ON assessment_proctor_event
FOR EACH ROW
BEGIN
  IF OLD.received_at > UTC_TIMESTAMP(6) - INTERVAL 180 DAY THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'assessment_proctor_event is append-only';
  END IF;
END
