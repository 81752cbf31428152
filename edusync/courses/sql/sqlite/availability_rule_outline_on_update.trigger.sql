-- Whoever keeps a copy of the outline sees by the version that a rule changed.
CREATE TRIGGER availability_rule_outline_on_update AFTER UPDATE ON courses_availability_rule
BEGIN
  UPDATE courses_course SET outline_version = outline_version + 1 WHERE id IN (OLD.course_id, NEW.course_id);
END
