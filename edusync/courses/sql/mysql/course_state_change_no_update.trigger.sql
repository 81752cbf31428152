-- The history of a course is append-only.
CREATE TRIGGER course_state_change_no_update BEFORE UPDATE ON courses_state_change
FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'courses_state_change is append-only'
