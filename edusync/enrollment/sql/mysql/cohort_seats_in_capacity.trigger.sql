-- A cohort never has more seats taken and kept free than its capacity: refused when they rise or the capacity falls.
CREATE TRIGGER cohort_seats_in_capacity BEFORE UPDATE ON enrollment_cohort
FOR EACH ROW
BEGIN
  IF NEW.capacity IS NOT NULL AND NEW.seats_taken + NEW.seats_offered > NEW.capacity
    AND (NEW.seats_taken + NEW.seats_offered > OLD.seats_taken + OLD.seats_offered
      OR OLD.capacity IS NULL OR NEW.capacity < OLD.capacity) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no seat left in the cohort';
  END IF;
END
