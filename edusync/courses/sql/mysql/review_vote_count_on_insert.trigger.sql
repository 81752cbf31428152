-- Keeps courses_course_review.helpful_count.
CREATE TRIGGER review_vote_count_on_insert AFTER INSERT ON courses_review_vote
FOR EACH ROW
BEGIN
  UPDATE courses_course_review SET helpful_count = helpful_count + 1 WHERE id = NEW.review_id;
END
