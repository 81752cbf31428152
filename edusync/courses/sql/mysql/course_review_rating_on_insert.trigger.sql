-- Keeps courses_course.rating_count and rating_sum: reviews that are not hidden, and their stars.
CREATE TRIGGER course_review_rating_on_insert AFTER INSERT ON courses_course_review
FOR EACH ROW
BEGIN
  UPDATE courses_course
  SET rating_count = rating_count + 1 - NEW.is_hidden, rating_sum = rating_sum + NEW.stars * (1 - NEW.is_hidden)
  WHERE id = NEW.course_id;
END
