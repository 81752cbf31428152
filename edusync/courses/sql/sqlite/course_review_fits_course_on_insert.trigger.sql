-- The course belongs to the organization of the row.
CREATE TRIGGER course_review_fits_course_on_insert BEFORE INSERT ON courses_course_review
WHEN NOT EXISTS (SELECT 1 FROM courses_course WHERE id = NEW.course_id AND organization_id = NEW.organization_id)
BEGIN
  SELECT RAISE(ABORT, 'course of another organization');
END
