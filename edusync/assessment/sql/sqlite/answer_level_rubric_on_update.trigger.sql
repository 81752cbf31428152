-- A level of an answer is one of its criterion, and the criterion one of the rubric that the question names.
CREATE TRIGGER answer_level_rubric_on_update BEFORE UPDATE ON assessment_answer_level
FOR EACH ROW
BEGIN
  SELECT RAISE(ABORT, 'no level of the rubric of this question') WHERE NOT EXISTS (
    SELECT 1 FROM assessment_quiz_answer a
    JOIN assessment_quiz_slot s ON s.id = a.slot_id
    JOIN assessment_question_version v ON v.id = s.question_version_id
    JOIN assessment_rubric_criterion c ON c.rubric_id = v.rubric_id AND c.id = NEW.criterion_id
    JOIN assessment_rubric_level l ON l.criterion_id = c.id AND l.id = NEW.level_id
    WHERE a.id = NEW.answer_id
  );
END
