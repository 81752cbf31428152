-- Whoever keeps a copy of the outline sees by its version that it is stale.
CREATE TRIGGER module_outline_on_update AFTER UPDATE ON courses_module
FOR EACH ROW
BEGIN
  UPDATE courses_course SET outline_version = outline_version + 1 WHERE id IN (OLD.course_id, NEW.course_id);
END
