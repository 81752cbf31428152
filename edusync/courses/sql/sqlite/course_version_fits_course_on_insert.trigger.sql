-- A version, its snapshot and the version before it belong to one course of one organization.
CREATE TRIGGER course_version_fits_course_on_insert BEFORE INSERT ON courses_course_version
WHEN NOT EXISTS (
  SELECT 1 FROM courses_course_snapshot AS s JOIN courses_course AS c ON c.id = s.course_id
  WHERE s.id = NEW.snapshot_id AND s.course_id = NEW.course_id AND s.organization_id = NEW.organization_id
    AND c.organization_id = NEW.organization_id
) OR (NEW.parent_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM courses_course_version AS p
  WHERE p.id = NEW.parent_id AND p.course_id = NEW.course_id AND p.number < NEW.number
))
BEGIN
  SELECT RAISE(ABORT, 'version, snapshot and parent belong to different courses');
END
