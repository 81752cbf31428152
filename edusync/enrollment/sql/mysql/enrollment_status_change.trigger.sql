-- A status changes only along the machine of `enrollment/states.py`, whoever writes. Into a course whose learners are
-- approved nobody comes without it: whoever asked needs a person who approved.
CREATE TRIGGER enrollment_status_change BEFORE UPDATE ON enrollment_enrollment
FOR EACH ROW
BEGIN
  IF NEW.status <> OLD.status THEN
    IF CONCAT(OLD.status, '>', NEW.status) NOT IN (
    'invited>active', 'invited>expired', 'invited>pending', 'invited>waitlisted', 'invited>withdrawn',
    'pending>active', 'pending>rejected', 'pending>waitlisted', 'pending>withdrawn',
    'waitlisted>active', 'waitlisted>pending', 'waitlisted>rejected', 'waitlisted>withdrawn',
    'active>completed', 'active>expired', 'active>paused', 'active>suspended', 'active>withdrawn',
    'paused>active', 'paused>completed', 'paused>expired', 'paused>suspended', 'paused>withdrawn',
    'suspended>active', 'suspended>expired', 'suspended>withdrawn',
    'completed>active', 'completed>expired',
    'withdrawn>active', 'withdrawn>invited', 'withdrawn>pending', 'withdrawn>waitlisted',
    'rejected>active', 'rejected>invited', 'rejected>pending', 'rejected>waitlisted',
    'expired>active', 'expired>invited', 'expired>pending', 'expired>waitlisted'
    ) THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no such change of an enrollment';
    END IF;
    IF NEW.status = 'active' AND OLD.status NOT IN ('active', 'paused', 'suspended', 'completed')
    AND (NEW.approved_at IS NULL OR (NEW.approval_requested_at IS NOT NULL AND NEW.approved_by_id IS NULL))
    AND EXISTS (SELECT 1 FROM courses_course WHERE id = NEW.course_id AND access = 'approval') THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the course needs an approval';
    END IF;
  END IF;
END
