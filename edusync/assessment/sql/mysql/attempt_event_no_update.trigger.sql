-- What arrived is never changed; erasure alone empties what was answered.
CREATE TRIGGER attempt_event_no_update BEFORE UPDATE ON assessment_attempt_event
FOR EACH ROW
BEGIN
  IF JSON_LENGTH(NEW.response) <> 0 OR NEW.id <> OLD.id OR NEW.attempt_id <> OLD.attempt_id
    OR NOT (NEW.slot_id <=> OLD.slot_id) OR NEW.kind <> OLD.kind OR NEW.client_id <> OLD.client_id
    OR NEW.sequence <> OLD.sequence OR NEW.answered_at <> OLD.answered_at OR NEW.received_at <> OLD.received_at
    OR NEW.uuid <> OLD.uuid OR NEW.is_late <> OLD.is_late OR NEW.is_counted <> OLD.is_counted
    OR NOT (NEW.actor_id <=> OLD.actor_id) OR NEW.reason <> OLD.reason THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'assessment_attempt_event is append-only';
  END IF;
END
