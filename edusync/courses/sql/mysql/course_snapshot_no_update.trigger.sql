-- Snapshots are append-only.
CREATE TRIGGER course_snapshot_no_update BEFORE UPDATE ON courses_course_snapshot
FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'courses_course_snapshot is append-only'
