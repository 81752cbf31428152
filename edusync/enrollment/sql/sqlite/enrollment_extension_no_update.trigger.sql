-- Extensions are a log: the latest of a kind counts.
CREATE TRIGGER enrollment_extension_no_update BEFORE UPDATE ON enrollment_enrollment_extension
FOR EACH ROW
BEGIN
  SELECT RAISE(ABORT, 'enrollment_enrollment_extension is append-only');
END
