-- What was noticed is never changed; erasure alone empties its facts.
CREATE TRIGGER proctor_event_no_update BEFORE UPDATE ON assessment_proctor_event
FOR EACH ROW
WHEN NEW.facts <> '{}' OR NEW.id <> OLD.id OR NEW.uuid <> OLD.uuid OR NEW.session_id <> OLD.session_id
  OR NEW.kind <> OLD.kind OR NEW.origin <> OLD.origin OR NEW.client_id <> OLD.client_id
  OR NEW.sequence <> OLD.sequence OR NEW.occurred_at <> OLD.occurred_at OR NEW.received_at <> OLD.received_at
  OR NEW.actor_id IS NOT OLD.actor_id
BEGIN
  SELECT RAISE(ABORT, 'assessment_proctor_event is append-only');
END
