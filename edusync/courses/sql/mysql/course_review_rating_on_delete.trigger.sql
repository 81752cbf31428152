-- Keeps courses_course.rating_count and rating_sum: reviews that are not hidden, and their stars.
CREATE TRIGGER course_review_rating_on_delete AFTER DELETE ON courses_course_review
FOR EACH ROW
BEGIN
  UPDATE courses_course
  SET rating_count = rating_count + OLD.is_hidden - 1, rating_sum = rating_sum - OLD.stars * (1 - OLD.is_hidden)
  WHERE id = OLD.course_id;
END
