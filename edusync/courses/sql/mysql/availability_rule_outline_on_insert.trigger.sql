-- Whoever keeps a copy of the outline sees by the version that a rule changed.
CREATE TRIGGER availability_rule_outline_on_insert AFTER INSERT ON courses_availability_rule
FOR EACH ROW
BEGIN
  UPDATE courses_course SET outline_version = outline_version + 1 WHERE id = NEW.course_id;
END
