-- Anchors of the audit log are append-only.
CREATE TRIGGER audit_anchor_no_delete BEFORE DELETE ON audit_audit_anchor
FOR EACH ROW
BEGIN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit_audit_anchor is append-only';
END
