-- Who saw the site as whom stays on record.
CREATE TRIGGER impersonation_session_no_delete BEFORE DELETE ON identity_impersonation_session
FOR EACH ROW
BEGIN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'identity_impersonation_session is append-only';
END
