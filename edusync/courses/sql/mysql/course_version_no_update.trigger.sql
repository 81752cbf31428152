-- Versions are append-only; only a person who leaves is taken out.
CREATE TRIGGER course_version_no_update BEFORE UPDATE ON courses_course_version
FOR EACH ROW
BEGIN
  IF NEW.id <> OLD.id OR NEW.organization_id <> OLD.organization_id OR NEW.course_id <> OLD.course_id
    OR NEW.number <> OLD.number OR BINARY NEW.reason <> BINARY OLD.reason OR BINARY NEW.notes <> BINARY OLD.notes
    OR NOT (NEW.parent_id <=> OLD.parent_id) OR NEW.snapshot_id <> OLD.snapshot_id OR NEW.uuid <> OLD.uuid
    OR NEW.lesson_count <> OLD.lesson_count OR NEW.changes <> OLD.changes OR NEW.created_at <> OLD.created_at
  THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'courses_course_version is append-only';
  END IF;
END
