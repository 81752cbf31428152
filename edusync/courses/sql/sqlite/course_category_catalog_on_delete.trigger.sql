-- Notes that the catalog of the organization shows something else now.
CREATE TRIGGER course_category_catalog_on_delete AFTER DELETE ON courses_course_category
FOR EACH ROW
BEGIN
  INSERT INTO courses_catalog_change (organization_id, token)
  SELECT organization_id, abs(random() % 1099511627776) FROM courses_course WHERE id = OLD.course_id AND status = 'published';
END
