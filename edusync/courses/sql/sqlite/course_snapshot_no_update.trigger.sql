-- Snapshots are append-only.
CREATE TRIGGER course_snapshot_no_update BEFORE UPDATE ON courses_course_snapshot
FOR EACH ROW
BEGIN
  SELECT RAISE(ABORT, 'courses_course_snapshot is append-only');
END
