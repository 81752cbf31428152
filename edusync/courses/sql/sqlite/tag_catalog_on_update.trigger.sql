-- Notes that the catalog of the organization shows something else now.
CREATE TRIGGER tag_catalog_on_update AFTER UPDATE ON courses_tag
WHEN OLD.name IS NOT NEW.name OR OLD.slug IS NOT NEW.slug
BEGIN
  INSERT INTO courses_catalog_change (organization_id, token) VALUES (NEW.organization_id, abs(random() % 1099511627776));
END
