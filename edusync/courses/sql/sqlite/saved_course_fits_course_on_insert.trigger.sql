-- The course belongs to the organization of the row.
CREATE TRIGGER saved_course_fits_course_on_insert BEFORE INSERT ON courses_saved_course
WHEN NOT EXISTS (SELECT 1 FROM courses_course WHERE id = NEW.course_id AND organization_id = NEW.organization_id)
BEGIN
  SELECT RAISE(ABORT, 'course of another organization');
END
