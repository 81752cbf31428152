-- Only practice tells at once, only while the attempt is open, and not after the last check of a question.
CREATE TRIGGER answer_check_on_insert BEFORE INSERT ON assessment_answer_check
FOR EACH ROW
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM assessment_quiz_attempt t
    JOIN assessment_quiz q ON q.id = t.quiz_id
    WHERE t.id = NEW.attempt_id AND t.state = 'open' AND q.mode = 'practice'
  ) OR EXISTS (
    SELECT 1 FROM assessment_answer_check c
    WHERE c.attempt_id = NEW.attempt_id AND c.slot_id = NEW.slot_id AND c.is_last
  ) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'answers are checked at once in open attempts at practice only';
  END IF;
END
