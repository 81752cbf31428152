-- The record of completed courses is append-only.
CREATE TRIGGER progress_completion_no_update BEFORE UPDATE ON progress_completion
FOR EACH ROW
BEGIN
  SELECT RAISE(ABORT, 'progress_completion is append-only');
END
