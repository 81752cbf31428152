-- The audit log is append-only.
CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_auditevent
FOR EACH ROW
BEGIN
  SELECT RAISE(ABORT, 'audit_auditevent is append-only');
END
