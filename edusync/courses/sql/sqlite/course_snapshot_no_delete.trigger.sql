-- Snapshots are append-only.
CREATE TRIGGER course_snapshot_no_delete BEFORE DELETE ON courses_course_snapshot
FOR EACH ROW
BEGIN
  SELECT RAISE(ABORT, 'courses_course_snapshot is append-only');
END
