-- A comment stays in its course and thread.
CREATE TRIGGER course_comment_stays_on_update BEFORE UPDATE ON courses_content_comment
WHEN NEW.course_id <> OLD.course_id OR NEW.organization_id <> OLD.organization_id OR COALESCE(NEW.thread_id, 0) <> COALESCE(OLD.thread_id, 0)
BEGIN
  SELECT RAISE(ABORT, 'a comment stays in its course');
END
