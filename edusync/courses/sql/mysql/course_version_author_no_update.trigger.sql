-- The author of a version can be taken out, never exchanged.
CREATE TRIGGER course_version_author_no_update BEFORE UPDATE ON courses_course_version
FOR EACH ROW
BEGIN
  IF NEW.author_id IS NOT NULL AND NOT (NEW.author_id <=> OLD.author_id) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'courses_course_version is append-only';
  END IF;
END
