-- The cell of a quiz follows the tries at it in the same transaction: the one that counts by the column's choice. While a
-- person still marks answers of that try, the cell has no points and waits.
CREATE TRIGGER grade_from_attempt AFTER UPDATE ON assessment_quiz_attempt
FOR EACH ROW
BEGIN
  IF NEW.state = 'submitted' AND NEW.points IS NOT NULL
  AND NOT (OLD.state = NEW.state AND OLD.points <=> NEW.points AND OLD.max_points = NEW.max_points
    AND OLD.needs_marking = NEW.needs_marking) THEN
  INSERT INTO grading_grade (
    organization_id, item_id, enrollment_id, points, max_points, state, row_version, change_reason, created_at, updated_at
  )
  SELECT NEW.organization_id, i.id, NEW.enrollment_id,
    CASE WHEN (i.attempt_choice = 'average' AND EXISTS (
      SELECT 1 FROM assessment_quiz_attempt w
      WHERE w.quiz_id = NEW.quiz_id AND w.enrollment_id = NEW.enrollment_id AND w.state = 'submitted' AND w.needs_marking > 0
    )) OR (i.attempt_choice <> 'average' AND a.needs_marking > 0) THEN NULL
    WHEN i.attempt_choice = 'average' THEN ROUND(i.max_points * (
      SELECT AVG(c.points * 1.0 / c.max_points) FROM assessment_quiz_attempt c
      WHERE c.quiz_id = NEW.quiz_id AND c.enrollment_id = NEW.enrollment_id AND c.state = 'submitted' AND c.max_points > 0
    ), 3) ELSE a.points END,
    CASE WHEN i.attempt_choice = 'average' THEN i.max_points ELSE a.max_points END,
    CASE WHEN (i.attempt_choice = 'average' AND EXISTS (
      SELECT 1 FROM assessment_quiz_attempt w
      WHERE w.quiz_id = NEW.quiz_id AND w.enrollment_id = NEW.enrollment_id AND w.state = 'submitted' AND w.needs_marking > 0
    )) OR (i.attempt_choice <> 'average' AND a.needs_marking > 0) THEN 'needs_marking' ELSE 'graded' END,
    1, '', NEW.updated_at, NEW.updated_at
  FROM grading_grade_item i
  JOIN assessment_quiz_attempt a ON a.id = CASE i.attempt_choice
    WHEN 'latest' THEN (
      SELECT b.id FROM assessment_quiz_attempt b
      WHERE b.quiz_id = NEW.quiz_id AND b.enrollment_id = NEW.enrollment_id AND b.state = 'submitted'
        AND b.max_points >= 0.01 AND b.points IS NOT NULL
      ORDER BY b.number DESC LIMIT 1
    )
    WHEN 'first' THEN (
      SELECT b.id FROM assessment_quiz_attempt b
      WHERE b.quiz_id = NEW.quiz_id AND b.enrollment_id = NEW.enrollment_id AND b.state = 'submitted'
        AND b.max_points >= 0.01 AND b.points IS NOT NULL
      ORDER BY b.number LIMIT 1
    )
    ELSE (
      SELECT b.id FROM assessment_quiz_attempt b
      WHERE b.quiz_id = NEW.quiz_id AND b.enrollment_id = NEW.enrollment_id AND b.state = 'submitted'
        AND b.max_points >= 0.01 AND b.points IS NOT NULL
      ORDER BY b.needs_marking > 0, b.points * 1.0 / b.max_points DESC, b.number LIMIT 1
    )
  END
  WHERE i.source_kind = 'quiz' AND i.source_id = NEW.quiz_id AND i.deleted_at IS NULL
  ON DUPLICATE KEY UPDATE
    points = VALUES(points),
    max_points = VALUES(max_points),
    state = IF(grading_grade.state = 'excused', 'excused', VALUES(state)),
    row_version = grading_grade.row_version + 1,
    changed_by_id = NULL,
    change_reason = '',
    change_batch = NULL,
    updated_at = VALUES(updated_at);
  END IF;
END
