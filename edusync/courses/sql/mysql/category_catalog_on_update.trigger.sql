-- Notes that the catalog of the organization shows something else now.
CREATE TRIGGER category_catalog_on_update AFTER UPDATE ON courses_category
FOR EACH ROW
BEGIN
  IF NOT (BINARY OLD.name <=> BINARY NEW.name) OR NOT (OLD.slug <=> NEW.slug) OR NOT (OLD.parent_id <=> NEW.parent_id) OR NOT (OLD.position <=> NEW.position) OR NOT (OLD.icon <=> NEW.icon) OR NOT (OLD.kind <=> NEW.kind) OR NOT (OLD.deleted_at <=> NEW.deleted_at) THEN
    INSERT INTO courses_catalog_change (organization_id, token) VALUES (NEW.organization_id, FLOOR(RAND() * 1099511627776));
  END IF;
END
