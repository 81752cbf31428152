-- Keeps courses_course.seats_taken = number of live enrollments that are active or completed.
CREATE TRIGGER enrollment_seat_on_insert AFTER INSERT ON enrollment_enrollment
FOR EACH ROW
BEGIN
  IF NEW.status IN ('active', 'completed') AND NEW.deleted_at IS NULL THEN
    UPDATE courses_course SET seats_taken = seats_taken + 1 WHERE id = NEW.course_id;
  END IF;
END
