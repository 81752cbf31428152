-- A course and its further language belong to one organization.
CREATE TRIGGER course_language_fits_course_on_update BEFORE UPDATE ON courses_course_language
FOR EACH ROW
BEGIN
  IF NOT EXISTS (SELECT 1 FROM courses_course WHERE id = NEW.course_id AND organization_id = NEW.organization_id) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'course of another organization';
  END IF;
END
