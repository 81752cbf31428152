-- Attempts to sign in are evidence: what was recorded stays as it was.
CREATE TRIGGER login_attempt_no_update BEFORE UPDATE ON identity_login_attempt
FOR EACH ROW
BEGIN
  SELECT RAISE(ABORT, 'identity_login_attempt is append-only');
END
