-- Notes that the catalog of the organization shows something else now.
CREATE TRIGGER course_catalog_on_update AFTER UPDATE ON courses_course
FOR EACH ROW
BEGIN
  IF (OLD.status = 'published' OR NEW.status = 'published')
  AND (NOT (BINARY OLD.title <=> BINARY NEW.title)
    OR NOT (OLD.slug <=> NEW.slug)
    OR NOT (OLD.level <=> NEW.level)
    OR NOT (OLD.language_id <=> NEW.language_id)
    OR NOT (OLD.estimated_minutes <=> NEW.estimated_minutes)
    OR NOT (OLD.status <=> NEW.status)
    OR NOT (OLD.visibility <=> NEW.visibility)
    OR NOT (OLD.access <=> NEW.access)
    OR NOT (OLD.is_featured <=> NEW.is_featured)
    OR NOT (OLD.featured_position <=> NEW.featured_position)
    OR NOT (OLD.published_at <=> NEW.published_at)
    OR NOT (OLD.deleted_at <=> NEW.deleted_at)
    OR NOT (OLD.rating_count <=> NEW.rating_count)
    OR NOT (OLD.rating_sum <=> NEW.rating_sum))
  THEN
    INSERT INTO courses_catalog_change (organization_id, token) VALUES (NEW.organization_id, FLOOR(RAND() * 1099511627776));
  END IF;
END
