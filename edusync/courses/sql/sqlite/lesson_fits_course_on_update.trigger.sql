-- A lesson belongs to the course and organization of its module.
CREATE TRIGGER lesson_fits_course_on_update BEFORE UPDATE ON courses_lesson
WHEN NOT EXISTS (
  SELECT 1 FROM courses_module
  WHERE id = NEW.module_id AND course_id = NEW.course_id AND organization_id = NEW.organization_id
)
BEGIN
  SELECT RAISE(ABORT, 'lesson and module belong to different courses');
END
