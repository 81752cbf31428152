-- What arrived is never changed; erasure alone empties what was answered.
CREATE TRIGGER attempt_event_no_update BEFORE UPDATE ON assessment_attempt_event
FOR EACH ROW
WHEN NEW.response <> '{}' OR NEW.id <> OLD.id OR NEW.attempt_id <> OLD.attempt_id OR NEW.slot_id IS NOT OLD.slot_id
  OR NEW.kind <> OLD.kind OR NEW.client_id <> OLD.client_id OR NEW.sequence <> OLD.sequence
  OR NEW.answered_at <> OLD.answered_at OR NEW.received_at <> OLD.received_at OR NEW.uuid <> OLD.uuid
  OR NEW.is_late <> OLD.is_late OR NEW.is_counted <> OLD.is_counted OR NEW.actor_id IS NOT OLD.actor_id
  OR NEW.reason <> OLD.reason
BEGIN
  SELECT RAISE(ABORT, 'assessment_attempt_event is append-only');
END
