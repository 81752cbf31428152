-- Notes that the catalog of the organization shows something else now.
CREATE TRIGGER course_catalog_on_insert AFTER INSERT ON courses_course
WHEN NEW.status = 'published'
BEGIN
  INSERT INTO courses_catalog_change (organization_id, token) VALUES (NEW.organization_id, abs(random() % 1099511627776));
END
