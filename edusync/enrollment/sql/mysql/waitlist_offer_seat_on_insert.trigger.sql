-- Keeps seats_offered of course and cohort = open offers.
CREATE TRIGGER waitlist_offer_seat_on_insert AFTER INSERT ON enrollment_waitlist_offer
FOR EACH ROW
BEGIN
  IF NEW.answer = 'open' THEN
    UPDATE courses_course SET seats_offered = seats_offered + 1 WHERE id = NEW.course_id;
    UPDATE enrollment_cohort SET seats_offered = seats_offered + 1 WHERE id = NEW.cohort_id;
  END IF;
END
