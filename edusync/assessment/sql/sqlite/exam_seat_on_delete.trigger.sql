-- Keeps seats_taken of a sitting = registrations that were not canceled.
CREATE TRIGGER exam_seat_on_delete AFTER DELETE ON assessment_exam_registration
FOR EACH ROW
WHEN OLD.sitting_id IS NOT NULL AND OLD.state <> 'canceled'
BEGIN
  UPDATE assessment_exam_sitting SET seats_taken = seats_taken - 1 WHERE id = OLD.sitting_id;
END
