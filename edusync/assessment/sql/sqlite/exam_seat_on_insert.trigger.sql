-- Keeps seats_taken of a sitting = registrations that were not canceled; the check on the sitting refuses one too many.
CREATE TRIGGER exam_seat_on_insert AFTER INSERT ON assessment_exam_registration
FOR EACH ROW
WHEN NEW.sitting_id IS NOT NULL AND NEW.state <> 'canceled'
BEGIN
  UPDATE assessment_exam_sitting SET seats_taken = seats_taken + 1 WHERE id = NEW.sitting_id;
END
