-- Keeps seats_taken of course and cohort = live enrollments that are active, paused or completed.
-- Completing keeps the seat, so the busy course row stays untouched then; what is freed is freed first.
CREATE TRIGGER enrollment_seat_on_update AFTER UPDATE ON enrollment_enrollment
FOR EACH ROW
BEGIN
  DECLARE held TINYINT DEFAULT (OLD.status IN ('active', 'completed', 'paused') AND OLD.deleted_at IS NULL);
  DECLARE holds TINYINT DEFAULT (NEW.status IN ('active', 'completed', 'paused') AND NEW.deleted_at IS NULL);
  IF held AND NOT holds THEN
    UPDATE courses_course SET seats_taken = seats_taken - 1 WHERE id = OLD.course_id;
  ELSEIF holds AND NOT held THEN
    UPDATE courses_course SET seats_taken = seats_taken + 1 WHERE id = NEW.course_id;
  END IF;
  IF held AND OLD.cohort_id IS NOT NULL AND NOT (holds AND OLD.cohort_id <=> NEW.cohort_id) THEN
    UPDATE enrollment_cohort SET seats_taken = seats_taken - 1 WHERE id = OLD.cohort_id;
  END IF;
  IF holds AND NEW.cohort_id IS NOT NULL AND NOT (held AND OLD.cohort_id <=> NEW.cohort_id) THEN
    UPDATE enrollment_cohort SET seats_taken = seats_taken + 1 WHERE id = NEW.cohort_id;
  END IF;
END
