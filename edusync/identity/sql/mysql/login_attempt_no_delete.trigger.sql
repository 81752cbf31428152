-- Attempts to sign in stay for 30 days (LoginAttempt.KEPT_DAYS); older ones may go by the rules of retention.
CREATE TRIGGER login_attempt_no_delete BEFORE DELETE ON identity_login_attempt
FOR EACH ROW
BEGIN
  IF OLD.occurred_at > UTC_TIMESTAMP(6) - INTERVAL 30 DAY THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'identity_login_attempt is append-only';
  END IF;
END
