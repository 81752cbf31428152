-- What was noticed stays for half a year at least; retention may let older rows go.
CREATE TRIGGER proctor_event_no_delete BEFORE DELETE ON assessment_proctor_event
FOR EACH ROW
WHEN OLD.received_at > strftime('%Y-%m-%d %H:%M:%f', 'now', '-180 days')
BEGIN
  SELECT RAISE(ABORT, 'assessment_proctor_event is append-only');
END
