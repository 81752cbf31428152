-- Every change of a cell goes into its history, whoever writes, and makes what the course comes to stale.
CREATE TRIGGER grade_history_on_insert AFTER INSERT ON grading_grade
FOR EACH ROW
BEGIN
  INSERT INTO grading_grade_event (
    organization_id, grade_id, version, points_before, points_after, override_before, override_after, max_points_after,
    state_before, state_after, by_id, reason, batch, created_at
  ) VALUES (
    NEW.organization_id, NEW.id, NEW.row_version, NULL, NEW.points, NULL, NEW.override_points, NEW.max_points,
    '', NEW.state, NEW.changed_by_id, NEW.change_reason, NEW.change_batch, NEW.updated_at
  );
  UPDATE grading_course_grade SET is_stale = 1 WHERE enrollment_id = NEW.enrollment_id;
  INSERT INTO grading_course_grade (organization_id, enrollment_id, course_id, is_stale, created_at, updated_at)
  SELECT NEW.organization_id, NEW.enrollment_id, course_id, 1, NEW.updated_at, NEW.updated_at
  FROM grading_grade_item
  WHERE id = NEW.item_id
    AND NOT EXISTS (SELECT 1 FROM grading_course_grade WHERE enrollment_id = NEW.enrollment_id);
END
