-- Keeps courses_course_review.helpful_count.
CREATE TRIGGER review_vote_count_on_delete AFTER DELETE ON courses_review_vote
FOR EACH ROW
BEGIN
  UPDATE courses_course_review SET helpful_count = helpful_count - 1 WHERE id = OLD.review_id;
END
