-- Comment, course, lesson and thread belong together; threads have one level.
CREATE TRIGGER course_comment_fits_course_on_insert BEFORE INSERT ON courses_content_comment
FOR EACH ROW
BEGIN
  IF NOT EXISTS (SELECT 1 FROM courses_course WHERE id = NEW.course_id AND organization_id = NEW.organization_id)
  OR (NEW.lesson_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM courses_lesson WHERE id = NEW.lesson_id AND organization_id = NEW.organization_id
  ))
  OR (NEW.thread_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM courses_content_comment WHERE id = NEW.thread_id AND course_id = NEW.course_id AND thread_id IS NULL
  )) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'comment does not fit its course';
  END IF;
END
