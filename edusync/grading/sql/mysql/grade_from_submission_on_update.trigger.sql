-- The cell of an assignment follows the submission that counts: what waits for a mark, and the mark once it is posted.
CREATE TRIGGER grade_from_submission_on_update AFTER UPDATE ON assessment_submission
FOR EACH ROW
BEGIN
  IF NEW.is_current = 1 AND NEW.state <> 'draft' AND NEW.max_points >= 0.01
  AND NOT (OLD.state = NEW.state AND OLD.is_current = NEW.is_current AND OLD.points <=> NEW.points) THEN
  INSERT INTO grading_grade (
    organization_id, item_id, enrollment_id, points, max_points, state, row_version, changed_by_id, change_reason,
    created_at, updated_at
  )
  SELECT NEW.organization_id, i.id, NEW.enrollment_id, NEW.points, NEW.max_points,
    CASE WHEN NEW.points IS NULL THEN 'needs_marking' ELSE 'graded' END, 1,
    CASE WHEN NEW.points IS NULL THEN NULL ELSE NEW.graded_by_id END, '', NEW.updated_at, NEW.updated_at
  FROM grading_grade_item i
  WHERE i.source_kind = 'assignment' AND i.source_id = NEW.assignment_id AND i.deleted_at IS NULL
  ON DUPLICATE KEY UPDATE
    points = CASE WHEN NEW.points IS NULL AND OLD.points IS NOT NULL THEN NULL ELSE COALESCE(VALUES(points), grading_grade.points) END,
    max_points = VALUES(max_points),
    state = CASE WHEN grading_grade.state = 'excused' THEN 'excused' WHEN NEW.points IS NULL THEN 'needs_marking' ELSE 'graded' END,
    row_version = grading_grade.row_version + 1,
    changed_by_id = VALUES(changed_by_id),
    change_reason = '',
    change_batch = NULL,
    updated_at = VALUES(updated_at);
  END IF;
END
