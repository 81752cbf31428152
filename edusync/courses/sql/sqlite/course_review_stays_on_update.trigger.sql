-- A review never moves to another course or author: the sums would go wrong.
CREATE TRIGGER course_review_stays_on_update BEFORE UPDATE ON courses_course_review
WHEN OLD.course_id <> NEW.course_id
BEGIN
  SELECT RAISE(ABORT, 'a review stays with its course');
END
