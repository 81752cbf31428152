-- Course, category and the link between them belong to one organization.
CREATE TRIGGER course_category_fits_course_on_insert BEFORE INSERT ON courses_course_category
WHEN NOT EXISTS (
  SELECT 1 FROM courses_course AS c JOIN courses_category AS t ON t.organization_id = c.organization_id
  WHERE c.id = NEW.course_id AND t.id = NEW.category_id AND c.organization_id = NEW.organization_id
)
BEGIN
  SELECT RAISE(ABORT, 'category of another organization');
END
