-- Notes that the catalog of the organization shows something else now.
CREATE TRIGGER tag_catalog_on_update AFTER UPDATE ON courses_tag
FOR EACH ROW
BEGIN
  IF NOT (BINARY OLD.name <=> BINARY NEW.name) OR NOT (OLD.slug <=> NEW.slug) THEN
    INSERT INTO courses_catalog_change (organization_id, token) VALUES (NEW.organization_id, FLOOR(RAND() * 1099511627776));
  END IF;
END
