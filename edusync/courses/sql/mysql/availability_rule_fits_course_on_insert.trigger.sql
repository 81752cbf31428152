-- A rule belongs to the course and organization of the module or lesson it opens.
CREATE TRIGGER availability_rule_fits_course_on_insert BEFORE INSERT ON courses_availability_rule
FOR EACH ROW
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM courses_course AS c
    WHERE c.id = NEW.course_id AND c.organization_id = NEW.organization_id
      AND (NEW.module_id IS NULL OR EXISTS (
        SELECT 1 FROM courses_module AS m WHERE m.id = NEW.module_id AND m.course_id = c.id
      ))
      AND (NEW.lesson_id IS NULL OR EXISTS (
        SELECT 1 FROM courses_lesson AS l WHERE l.id = NEW.lesson_id AND l.course_id = c.id
      ))
  ) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'rule of another course';
  END IF;
END
