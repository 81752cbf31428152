-- The course belongs to the organization of the row.
CREATE TRIGGER saved_course_fits_course_on_insert BEFORE INSERT ON courses_saved_course
FOR EACH ROW
BEGIN
  IF NOT EXISTS (SELECT 1 FROM courses_course WHERE id = NEW.course_id AND organization_id = NEW.organization_id) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'course of another organization';
  END IF;
END
