-- The audit log is append-only.
CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_auditevent
FOR EACH ROW
BEGIN
  SELECT RAISE(ABORT, 'audit_auditevent is append-only');
END
