-- A course that has an owner keeps at least one.
CREATE TRIGGER course_staff_keeps_owner_on_delete BEFORE DELETE ON courses_course_staff
FOR EACH ROW
BEGIN
  IF OLD.duty = 'owner' AND NOT EXISTS (
    SELECT 1 FROM courses_course_staff WHERE course_id = OLD.course_id AND duty = 'owner' AND id <> OLD.id
  ) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a course keeps an owner';
  END IF;
END
