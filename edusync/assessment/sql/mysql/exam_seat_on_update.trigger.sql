-- Keeps seats_taken of a sitting = registrations that were not canceled; what is freed is freed first.
CREATE TRIGGER exam_seat_on_update AFTER UPDATE ON assessment_exam_registration
FOR EACH ROW
BEGIN
  IF NOT (NEW.sitting_id <=> OLD.sitting_id) OR (NEW.state <> 'canceled') <> (OLD.state <> 'canceled') THEN
    IF OLD.sitting_id IS NOT NULL AND OLD.state <> 'canceled' THEN
      UPDATE assessment_exam_sitting SET seats_taken = seats_taken - 1 WHERE id = OLD.sitting_id;
    END IF;
    IF NEW.sitting_id IS NOT NULL AND NEW.state <> 'canceled' THEN
      UPDATE assessment_exam_sitting SET seats_taken = seats_taken + 1 WHERE id = NEW.sitting_id;
    END IF;
  END IF;
END
