-- Keeps seats_taken of course and cohort = live enrollments that are active, paused or completed.
-- Completing keeps the seat, so the busy course row stays untouched then; what is freed is freed first.
CREATE TRIGGER enrollment_seat_on_update AFTER UPDATE OF status, deleted_at, cohort_id ON enrollment_enrollment
FOR EACH ROW
WHEN (NEW.status IN ('active', 'completed', 'paused') AND NEW.deleted_at IS NULL) <> (OLD.status IN ('active', 'completed', 'paused') AND OLD.deleted_at IS NULL) OR NEW.cohort_id IS NOT OLD.cohort_id
BEGIN
  UPDATE courses_course
  SET seats_taken = seats_taken + (NEW.status IN ('active', 'completed', 'paused') AND NEW.deleted_at IS NULL) - (OLD.status IN ('active', 'completed', 'paused') AND OLD.deleted_at IS NULL)
  WHERE id = NEW.course_id AND (NEW.status IN ('active', 'completed', 'paused') AND NEW.deleted_at IS NULL) <> (OLD.status IN ('active', 'completed', 'paused') AND OLD.deleted_at IS NULL);
  UPDATE enrollment_cohort SET seats_taken = seats_taken - 1
  WHERE id = OLD.cohort_id AND (OLD.status IN ('active', 'completed', 'paused') AND OLD.deleted_at IS NULL) AND NOT ((NEW.status IN ('active', 'completed', 'paused') AND NEW.deleted_at IS NULL) AND NEW.cohort_id IS OLD.cohort_id);
  UPDATE enrollment_cohort SET seats_taken = seats_taken + 1
  WHERE id = NEW.cohort_id AND (NEW.status IN ('active', 'completed', 'paused') AND NEW.deleted_at IS NULL) AND NOT ((OLD.status IN ('active', 'completed', 'paused') AND OLD.deleted_at IS NULL) AND NEW.cohort_id IS OLD.cohort_id);
END
