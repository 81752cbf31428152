-- The cell of attendance follows the meetings in the same transaction: the mean of what each was worth, but for the excused ones.
CREATE TRIGGER grade_from_attendance_on_insert AFTER INSERT ON grading_attendance_record
FOR EACH ROW
BEGIN
  INSERT INTO grading_grade (
    organization_id, item_id, enrollment_id, points, max_points, state, row_version, change_reason, created_at, updated_at
  )
  SELECT NEW.organization_id, i.id, NEW.enrollment_id, w.points, i.max_points,
    CASE WHEN w.points IS NULL THEN 'none' ELSE 'graded' END, 1, '', NEW.updated_at, NEW.updated_at
  FROM (
    SELECT x.id AS item_id, ROUND(MAX(x.max_points) * AVG(CASE r.state
      WHEN 'present' THEN p.present_percent * 1.0 WHEN 'late' THEN p.late_percent * 1.0
      WHEN 'absent' THEN p.absent_percent * 1.0 END) / 100, 3) AS points
    FROM grading_attendance_session here
    JOIN grading_attendance_plan p ON p.course_id = here.course_id
    JOIN grading_grade_item x ON x.source_kind = 'attendance' AND x.source_id = p.id AND x.deleted_at IS NULL
    JOIN grading_attendance_session s ON s.course_id = here.course_id AND s.deleted_at IS NULL
    JOIN grading_attendance_record r ON r.session_id = s.id AND r.enrollment_id = NEW.enrollment_id
    WHERE here.id = NEW.session_id
    GROUP BY x.id
  ) w
  JOIN grading_grade_item i ON i.id = w.item_id
  WHERE 1
  ON CONFLICT (item_id, enrollment_id) DO UPDATE SET
    points = excluded.points,
    max_points = excluded.max_points,
    state = CASE WHEN grading_grade.state = 'excused' THEN 'excused' ELSE excluded.state END,
    row_version = grading_grade.row_version + 1,
    changed_by_id = NULL,
    change_reason = '',
    change_batch = NULL,
    updated_at = excluded.updated_at;
END
