-- The author of a version can be taken out, never exchanged.
CREATE TRIGGER course_version_author_no_update BEFORE UPDATE OF author_id ON courses_course_version
WHEN NEW.author_id IS NOT NULL AND NEW.author_id IS NOT OLD.author_id
BEGIN
  SELECT RAISE(ABORT, 'courses_course_version is append-only');
END
