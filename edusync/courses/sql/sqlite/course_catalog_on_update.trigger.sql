-- Notes that the catalog of the organization shows something else now.
CREATE TRIGGER course_catalog_on_update AFTER UPDATE ON courses_course
WHEN (OLD.status = 'published' OR NEW.status = 'published')
  AND (OLD.title IS NOT NEW.title
    OR OLD.slug IS NOT NEW.slug
    OR OLD.level IS NOT NEW.level
    OR OLD.language_id IS NOT NEW.language_id
    OR OLD.estimated_minutes IS NOT NEW.estimated_minutes
    OR OLD.status IS NOT NEW.status
    OR OLD.visibility IS NOT NEW.visibility
    OR OLD.access IS NOT NEW.access
    OR OLD.is_featured IS NOT NEW.is_featured
    OR OLD.featured_position IS NOT NEW.featured_position
    OR OLD.published_at IS NOT NEW.published_at
    OR OLD.deleted_at IS NOT NEW.deleted_at
    OR OLD.rating_count IS NOT NEW.rating_count
    OR OLD.rating_sum IS NOT NEW.rating_sum)
BEGIN
  INSERT INTO courses_catalog_change (organization_id, token) VALUES (NEW.organization_id, abs(random() % 1099511627776));
END
