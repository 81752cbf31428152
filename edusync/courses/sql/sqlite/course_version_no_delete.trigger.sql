-- Versions are append-only.
CREATE TRIGGER course_version_no_delete BEFORE DELETE ON courses_course_version
FOR EACH ROW
BEGIN
  SELECT RAISE(ABORT, 'courses_course_version is append-only');
END
