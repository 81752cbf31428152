-- The row belongs to the organization of its course.
CREATE TRIGGER course_approval_fits_course_on_insert BEFORE INSERT ON courses_approval_request
WHEN NOT EXISTS (SELECT 1 FROM courses_course WHERE id = NEW.course_id AND organization_id = NEW.organization_id)
BEGIN
  SELECT RAISE(ABORT, 'course of another organization');
END
