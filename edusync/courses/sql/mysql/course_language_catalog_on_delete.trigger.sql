-- Notes that the catalog of the organization shows something else now.
CREATE TRIGGER course_language_catalog_on_delete AFTER DELETE ON courses_course_language
FOR EACH ROW
BEGIN
  INSERT INTO courses_catalog_change (organization_id, token)
  SELECT organization_id, FLOOR(RAND() * 1099511627776) FROM courses_course WHERE id = OLD.course_id AND status = 'published';
END
