-- Attempts to sign in stay for 30 days (LoginAttempt.KEPT_DAYS); older ones may go by the rules of retention.
CREATE TRIGGER login_attempt_no_delete BEFORE DELETE ON identity_login_attempt
FOR EACH ROW
WHEN OLD.occurred_at > strftime('%Y-%m-%d %H:%M:%f', 'now', '-30 days')
BEGIN
  SELECT RAISE(ABORT, 'identity_login_attempt is append-only');
END
