-- Whoever keeps a copy of the outline sees by its version that it is stale.
CREATE TRIGGER lesson_outline_on_delete AFTER DELETE ON courses_lesson
BEGIN
  UPDATE courses_course SET outline_version = outline_version + 1 WHERE id = OLD.course_id;
END
