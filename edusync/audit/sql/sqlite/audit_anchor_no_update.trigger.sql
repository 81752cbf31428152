-- Anchors of the audit log are append-only.
CREATE TRIGGER audit_anchor_no_update BEFORE UPDATE ON audit_audit_anchor
FOR EACH ROW
BEGIN
  SELECT RAISE(ABORT, 'audit_audit_anchor is append-only');
END
