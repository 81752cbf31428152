-- A first attempt that was scored, or scored anew, waits for the item doctor.
CREATE TRIGGER item_tally_from_attempt AFTER UPDATE ON assessment_quiz_attempt
FOR EACH ROW
BEGIN
  IF NEW.state = 'submitted' AND NEW.number = 1 AND NEW.needs_marking = 0 THEN
    INSERT INTO assessment_item_tally (attempt_id, quiz_id, is_waiting, counted)
    VALUES (NEW.id, NEW.quiz_id, 1, '{}')
    ON DUPLICATE KEY UPDATE is_waiting = 1;
  END IF;
END
