-- What was handed in, by whom and for which course does not change.
CREATE TRIGGER course_approval_stays_on_update BEFORE UPDATE ON courses_approval_request
FOR EACH ROW
BEGIN
  IF NEW.course_id <> OLD.course_id OR NEW.organization_id <> OLD.organization_id OR BINARY NEW.note <> BINARY OLD.note THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a submission does not change';
  END IF;
END
