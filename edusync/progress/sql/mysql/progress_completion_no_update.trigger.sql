-- The record of completed courses is append-only.
CREATE TRIGGER progress_completion_no_update BEFORE UPDATE ON progress_completion
FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'progress_completion is append-only'
