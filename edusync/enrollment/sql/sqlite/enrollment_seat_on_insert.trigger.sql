-- Keeps seats_taken of course and cohort = live enrollments that are active, paused or completed.
CREATE TRIGGER enrollment_seat_on_insert AFTER INSERT ON enrollment_enrollment
FOR EACH ROW
WHEN NEW.status IN ('active', 'completed', 'paused') AND NEW.deleted_at IS NULL
BEGIN
  UPDATE courses_course SET seats_taken = seats_taken + 1 WHERE id = NEW.course_id;
  UPDATE enrollment_cohort SET seats_taken = seats_taken + 1 WHERE id = NEW.cohort_id;
END
