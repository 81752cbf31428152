-- Keeps courses_course.seats_taken = number of live enrollments that are active or completed.
-- Completing keeps the seat, so the busy course row stays untouched then.
CREATE TRIGGER enrollment_seat_on_update AFTER UPDATE OF status, deleted_at ON enrollment_enrollment
FOR EACH ROW
WHEN (NEW.status IN ('active', 'completed') AND NEW.deleted_at IS NULL)
  <> (OLD.status IN ('active', 'completed') AND OLD.deleted_at IS NULL)
BEGIN
  UPDATE courses_course
  SET seats_taken = seats_taken
    + (NEW.status IN ('active', 'completed') AND NEW.deleted_at IS NULL)
    - (OLD.status IN ('active', 'completed') AND OLD.deleted_at IS NULL)
  WHERE id = NEW.course_id;
END
