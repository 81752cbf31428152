-- Keeps seats_offered of course and cohort = open offers.
-- An offer that was answered stays answered, and its place stays its place.
CREATE TRIGGER waitlist_offer_seat_on_update AFTER UPDATE OF answer, course_id, entry_id, cohort_id ON enrollment_waitlist_offer
FOR EACH ROW
BEGIN
  SELECT RAISE(ABORT, 'an offer is answered once')
  WHERE (OLD.answer <> 'open' AND OLD.answer <> NEW.answer)
    OR OLD.course_id <> NEW.course_id OR OLD.entry_id <> NEW.entry_id OR OLD.cohort_id IS NOT NEW.cohort_id;
  UPDATE courses_course SET seats_offered = seats_offered - 1
  WHERE id = NEW.course_id AND OLD.answer = 'open' AND NEW.answer <> 'open';
  UPDATE enrollment_cohort SET seats_offered = seats_offered - 1
  WHERE id = NEW.cohort_id AND OLD.answer = 'open' AND NEW.answer <> 'open';
END
