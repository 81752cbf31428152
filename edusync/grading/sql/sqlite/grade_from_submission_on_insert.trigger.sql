-- The cell of an assignment follows the submission that counts: what waits for a mark, and the mark once it is posted.
CREATE TRIGGER grade_from_submission_on_insert AFTER INSERT ON assessment_submission
FOR EACH ROW
WHEN NEW.is_current = 1 AND NEW.state <> 'draft' AND NEW.max_points >= 0.01
BEGIN
  INSERT INTO grading_grade (
    organization_id, item_id, enrollment_id, points, max_points, state, row_version, changed_by_id, change_reason,
    created_at, updated_at
  )
  SELECT NEW.organization_id, i.id, NEW.enrollment_id, NEW.points, NEW.max_points,
    CASE WHEN NEW.points IS NULL THEN 'needs_marking' ELSE 'graded' END, 1,
    CASE WHEN NEW.points IS NULL THEN NULL ELSE NEW.graded_by_id END, '', NEW.updated_at, NEW.updated_at
  FROM grading_grade_item i
  WHERE i.source_kind = 'assignment' AND i.source_id = NEW.assignment_id AND i.deleted_at IS NULL
  ON CONFLICT (item_id, enrollment_id) DO UPDATE SET
    points = COALESCE(excluded.points, grading_grade.points),
    max_points = excluded.max_points,
    state = CASE WHEN grading_grade.state = 'excused' THEN 'excused' WHEN NEW.points IS NULL THEN 'needs_marking' ELSE 'graded' END,
    row_version = grading_grade.row_version + 1,
    changed_by_id = excluded.changed_by_id,
    change_reason = '',
    change_batch = NULL,
    updated_at = excluded.updated_at;
END
