-- Versions are append-only.
CREATE TRIGGER course_version_no_delete BEFORE DELETE ON courses_course_version
FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'courses_course_version is append-only'
