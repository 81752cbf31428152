-- Notes that the catalog of the organization shows something else now.
CREATE TRIGGER course_catalog_on_insert AFTER INSERT ON courses_course
FOR EACH ROW
BEGIN
  IF NEW.status = 'published' THEN
    INSERT INTO courses_catalog_change (organization_id, token) VALUES (NEW.organization_id, FLOOR(RAND() * 1099511627776));
  END IF;
END
