-- Keeps courses_course.rating_count and rating_sum: reviews that are not hidden, and their stars.
CREATE TRIGGER course_review_rating_on_update AFTER UPDATE ON courses_course_review
WHEN OLD.stars <> NEW.stars OR OLD.is_hidden <> NEW.is_hidden
BEGIN
  UPDATE courses_course
  SET rating_count = rating_count + OLD.is_hidden - NEW.is_hidden,
    rating_sum = rating_sum + NEW.stars * (1 - NEW.is_hidden) - OLD.stars * (1 - OLD.is_hidden)
  WHERE id = NEW.course_id;
END
