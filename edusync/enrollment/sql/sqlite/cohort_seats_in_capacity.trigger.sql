-- A cohort never has more seats taken and kept free than its capacity: refused when they rise or the capacity falls.
CREATE TRIGGER cohort_seats_in_capacity BEFORE UPDATE OF capacity, seats_taken, seats_offered ON enrollment_cohort
FOR EACH ROW
WHEN NEW.capacity IS NOT NULL AND NEW.seats_taken + NEW.seats_offered > NEW.capacity
    AND (NEW.seats_taken + NEW.seats_offered > OLD.seats_taken + OLD.seats_offered
      OR OLD.capacity IS NULL OR NEW.capacity < OLD.capacity)
BEGIN
  SELECT RAISE(ABORT, 'no seat left in the cohort');
END
