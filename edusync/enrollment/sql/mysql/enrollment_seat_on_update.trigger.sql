-- Keeps courses_course.seats_taken = number of live enrollments that are active or completed.
-- Completing keeps the seat, so the busy course row stays untouched then.
CREATE TRIGGER enrollment_seat_on_update AFTER UPDATE ON enrollment_enrollment
FOR EACH ROW
BEGIN
  IF (NEW.status IN ('active', 'completed') AND NEW.deleted_at IS NULL)
    AND NOT (OLD.status IN ('active', 'completed') AND OLD.deleted_at IS NULL) THEN
    UPDATE courses_course SET seats_taken = seats_taken + 1 WHERE id = NEW.course_id;
  ELSEIF (OLD.status IN ('active', 'completed') AND OLD.deleted_at IS NULL)
    AND NOT (NEW.status IN ('active', 'completed') AND NEW.deleted_at IS NULL) THEN
    UPDATE courses_course SET seats_taken = seats_taken - 1 WHERE id = NEW.course_id;
  END IF;
END
