-- Keeps courses_course_review.open_report_count: reports that no moderator has settled.
CREATE TRIGGER review_report_count_on_update AFTER UPDATE ON courses_review_report
FOR EACH ROW
BEGIN
  UPDATE courses_course_review SET open_report_count = open_report_count + (NEW.settled_at IS NULL) - (OLD.settled_at IS NULL) WHERE id = NEW.review_id;
END
