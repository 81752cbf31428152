-- The row belongs to the organization of its course.
CREATE TRIGGER module_fits_course_on_update BEFORE UPDATE ON courses_module
WHEN NOT EXISTS (SELECT 1 FROM courses_course WHERE id = NEW.course_id AND organization_id = NEW.organization_id)
BEGIN
  SELECT RAISE(ABORT, 'course of another organization');
END
