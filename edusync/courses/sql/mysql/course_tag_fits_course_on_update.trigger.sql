-- Course, tag and the link between them belong to one organization.
CREATE TRIGGER course_tag_fits_course_on_update BEFORE UPDATE ON courses_course_tag
FOR EACH ROW
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM courses_course AS c JOIN courses_tag AS t ON t.organization_id = c.organization_id
    WHERE c.id = NEW.course_id AND t.id = NEW.tag_id AND c.organization_id = NEW.organization_id
  ) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'tag of another organization';
  END IF;
END
