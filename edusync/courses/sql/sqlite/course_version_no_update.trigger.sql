-- Versions are append-only; only a person who leaves is taken out.
CREATE TRIGGER course_version_no_update BEFORE UPDATE OF id, organization_id, course_id, number, reason, notes, parent_id, snapshot_id, uuid, lesson_count, changes, created_at ON courses_course_version
FOR EACH ROW
BEGIN
  SELECT RAISE(ABORT, 'courses_course_version is append-only');
END
