-- Removes at most so many rows of a kind that are older than the cutoff, as the rules of retention do; people under legal hold are spared.
CREATE PROCEDURE sp_retention_purge(IN rule_key VARCHAR(60), IN cutoff DATETIME(6), IN at_most INT, OUT removed INT)
BEGIN
  CASE rule_key
    WHEN 'kernel.answers' THEN
      DELETE FROM kernel_idempotencyrecord WHERE expires_at < cutoff ORDER BY id LIMIT at_most;
      SET removed = ROW_COUNT();
    WHEN 'kernel.events' THEN
      DELETE FROM kernel_outboxevent WHERE delivered_at < cutoff OR failed_at < cutoff ORDER BY id LIMIT at_most;
      SET removed = ROW_COUNT();
    WHEN 'identity.sessions' THEN
      DELETE FROM django_session WHERE expire_date < cutoff ORDER BY session_key LIMIT at_most;
      SET removed = ROW_COUNT();
    WHEN 'identity.attempts' THEN
      DELETE FROM identity_login_attempt
      WHERE occurred_at < cutoff
        AND NOT EXISTS (
          SELECT 1 FROM privacy_legal_hold h WHERE h.user_id = identity_login_attempt.user_id AND h.released_at IS NULL
        )
      ORDER BY id LIMIT at_most;
      SET removed = ROW_COUNT();
    WHEN 'identity.devices' THEN
      DELETE FROM identity_user_session
      WHERE ended_at < cutoff
        AND NOT EXISTS (
          SELECT 1 FROM privacy_legal_hold h WHERE h.user_id = identity_user_session.user_id AND h.released_at IS NULL
        )
      ORDER BY id LIMIT at_most;
      SET removed = ROW_COUNT();
    WHEN 'identity.tokens' THEN
      DELETE FROM identity_one_time_token
      WHERE expires_at < cutoff
        AND NOT EXISTS (
          SELECT 1 FROM privacy_legal_hold h WHERE h.user_id = identity_one_time_token.user_id AND h.released_at IS NULL
        )
      ORDER BY id LIMIT at_most;
      SET removed = ROW_COUNT();
    ELSE
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no rows of this kind can be removed by SQL alone';
  END CASE;
END
