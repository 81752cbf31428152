-- Keeps seats_offered of course and cohort = open offers.
-- An offer that was answered stays answered, and its place stays its place.
CREATE TRIGGER waitlist_offer_seat_on_update AFTER UPDATE ON enrollment_waitlist_offer
FOR EACH ROW
BEGIN
  IF (OLD.answer <> 'open' AND OLD.answer <> NEW.answer)
  OR OLD.course_id <> NEW.course_id OR OLD.entry_id <> NEW.entry_id OR NOT (OLD.cohort_id <=> NEW.cohort_id) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'an offer is answered once';
  END IF;
  IF OLD.answer = 'open' AND NEW.answer <> 'open' THEN
    UPDATE courses_course SET seats_offered = seats_offered - 1 WHERE id = NEW.course_id;
    UPDATE enrollment_cohort SET seats_offered = seats_offered - 1 WHERE id = NEW.cohort_id;
  END IF;
END
