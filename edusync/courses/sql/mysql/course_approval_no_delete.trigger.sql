-- What was handed in for approval stays on record.
CREATE TRIGGER course_approval_no_delete BEFORE DELETE ON courses_approval_request
FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'courses_approval_request keeps its rows'
