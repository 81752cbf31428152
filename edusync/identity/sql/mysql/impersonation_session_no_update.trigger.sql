-- Of a session as another person only the end is written, once.
CREATE TRIGGER impersonation_session_no_update BEFORE UPDATE ON identity_impersonation_session
FOR EACH ROW
BEGIN
  IF NOT (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL AND NEW.id = OLD.id
  AND NEW.organization_id = OLD.organization_id AND NEW.actor_id = OLD.actor_id AND NEW.target_id = OLD.target_id
  AND NEW.reason = OLD.reason AND NEW.started_at = OLD.started_at AND NEW.expires_at = OLD.expires_at) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'identity_impersonation_session is append-only';
  END IF;
END
