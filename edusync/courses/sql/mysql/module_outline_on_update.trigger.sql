-- Keeps the number of lessons that learners see; by the version, whoever keeps a copy of the outline sees that it is stale.
CREATE TRIGGER module_outline_on_update AFTER UPDATE ON courses_module
FOR EACH ROW
BEGIN
  UPDATE courses_course
  SET outline_version = outline_version + 1,
    lesson_count = (
      SELECT COUNT(*) FROM courses_lesson AS l JOIN courses_module AS m ON m.id = l.module_id
      WHERE l.course_id = courses_course.id AND l.is_published AND l.deleted_at IS NULL
        AND m.is_published AND m.deleted_at IS NULL
    )
  WHERE id IN (OLD.course_id, NEW.course_id);
END
