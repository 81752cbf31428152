-- Keeps seats_taken of a sitting = registrations that were not canceled; what is freed is freed first.
CREATE TRIGGER exam_seat_on_update AFTER UPDATE OF sitting_id, state ON assessment_exam_registration
FOR EACH ROW
WHEN NEW.sitting_id IS NOT OLD.sitting_id OR (NEW.state <> 'canceled') <> (OLD.state <> 'canceled')
BEGIN
  UPDATE assessment_exam_sitting SET seats_taken = seats_taken - 1
  WHERE id = OLD.sitting_id AND OLD.state <> 'canceled';
  UPDATE assessment_exam_sitting SET seats_taken = seats_taken + 1
  WHERE id = NEW.sitting_id AND NEW.state <> 'canceled';
END
