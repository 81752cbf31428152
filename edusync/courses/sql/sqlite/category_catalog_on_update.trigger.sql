-- Notes that the catalog of the organization shows something else now.
CREATE TRIGGER category_catalog_on_update AFTER UPDATE ON courses_category
WHEN OLD.name IS NOT NEW.name OR OLD.slug IS NOT NEW.slug OR OLD.parent_id IS NOT NEW.parent_id OR OLD.position IS NOT NEW.position OR OLD.icon IS NOT NEW.icon OR OLD.kind IS NOT NEW.kind OR OLD.deleted_at IS NOT NEW.deleted_at
BEGIN
  INSERT INTO courses_catalog_change (organization_id, token) VALUES (NEW.organization_id, abs(random() % 1099511627776));
END
