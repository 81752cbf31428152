-- Nobody begins in a course whose learners are approved without an approval.
CREATE TRIGGER enrollment_approval_on_insert BEFORE INSERT ON enrollment_enrollment
FOR EACH ROW
BEGIN
  IF NEW.status = 'active' AND NEW.deleted_at IS NULL
    AND (NEW.approved_at IS NULL OR (NEW.approval_requested_at IS NOT NULL AND NEW.approved_by_id IS NULL))
    AND EXISTS (SELECT 1 FROM courses_course WHERE id = NEW.course_id AND access = 'approval') THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the course needs an approval';
  END IF;
END
