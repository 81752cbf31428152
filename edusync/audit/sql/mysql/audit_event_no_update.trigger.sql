-- The audit log is append-only.
CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_audit_event
FOR EACH ROW
BEGIN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit_audit_event is append-only';
END
