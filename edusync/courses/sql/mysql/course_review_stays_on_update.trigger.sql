-- A review never moves to another course or author: the sums would go wrong.
CREATE TRIGGER course_review_stays_on_update BEFORE UPDATE ON courses_course_review
FOR EACH ROW
BEGIN
  IF OLD.course_id <> NEW.course_id THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a review stays with its course';
  END IF;
END
