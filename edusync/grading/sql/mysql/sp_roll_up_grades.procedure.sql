-- Brings the cells of a course's quizzes and assignments in line with the work done, where triggers missed any; `changed`
-- says how many cells differed. Overrides and excuses stay, and history is written as for every change.
CREATE PROCEDURE sp_roll_up_grades(IN of_course BIGINT, IN at_instant DATETIME(6), OUT changed INT)
BEGIN
  DECLARE present INT DEFAULT 0;
  DECLARE fresh INT DEFAULT 0;
  SELECT COUNT(*) INTO present FROM grading_grade g JOIN grading_grade_item i ON i.id = g.item_id WHERE i.course_id = of_course;
  INSERT INTO grading_grade (
    organization_id, item_id, enrollment_id, points, max_points, state, row_version, change_reason, created_at, updated_at
  )
  WITH tries AS (
    SELECT i.organization_id, i.id AS item_id, a.enrollment_id, i.attempt_choice, i.max_points AS item_points,
      a.points, a.max_points, a.needs_marking,
      AVG(a.points * 1.0 / a.max_points) OVER (PARTITION BY i.id, a.enrollment_id) AS share,
      SUM(a.needs_marking) OVER (PARTITION BY i.id, a.enrollment_id) AS waiting,
      ROW_NUMBER() OVER (
        PARTITION BY i.id, a.enrollment_id
        ORDER BY
          CASE i.attempt_choice WHEN 'latest' THEN 0 - CAST(a.number AS SIGNED) WHEN 'first' THEN CAST(a.number AS SIGNED) ELSE 0 END,
          CASE WHEN a.needs_marking > 0 THEN 1 ELSE 0 END,
          0 - a.points * 1.0 / a.max_points,
          a.number
      ) AS place
    FROM grading_grade_item i
    JOIN assessment_quiz_attempt a ON a.quiz_id = i.source_id
    WHERE i.course_id = of_course AND i.source_kind = 'quiz' AND i.deleted_at IS NULL
      AND a.state = 'submitted' AND a.points IS NOT NULL AND a.max_points >= 0.01
  ), works AS (
    SELECT organization_id, item_id, enrollment_id,
      CASE WHEN attempt_choice = 'average' AND waiting > 0 THEN NULL
        WHEN attempt_choice = 'average' THEN ROUND(item_points * share, 3)
        WHEN needs_marking > 0 THEN NULL
        ELSE points END AS points,
      CASE WHEN attempt_choice = 'average' THEN item_points ELSE max_points END AS max_points
    FROM tries
    WHERE place = 1
    UNION ALL
    SELECT i.organization_id, i.id, s.enrollment_id, s.points, s.max_points
    FROM grading_grade_item i
    JOIN assessment_submission s ON s.assignment_id = i.source_id
    WHERE i.course_id = of_course AND i.source_kind = 'assignment' AND i.deleted_at IS NULL
      AND s.is_current = 1 AND s.state <> 'draft' AND s.max_points >= 0.01
  )
  SELECT w.organization_id, w.item_id, w.enrollment_id, w.points, w.max_points,
    CASE WHEN w.points IS NULL THEN 'needs_marking' ELSE 'graded' END, 1, '', at_instant, at_instant
  FROM works w
  LEFT JOIN grading_grade g ON g.item_id = w.item_id AND g.enrollment_id = w.enrollment_id
  WHERE g.id IS NULL OR g.max_points <> w.max_points OR NOT (g.points <=> w.points)
  ON DUPLICATE KEY UPDATE
    points = VALUES(points),
    max_points = VALUES(max_points),
    state = IF(grading_grade.state = 'excused', 'excused', VALUES(state)),
    row_version = grading_grade.row_version + 1,
    changed_by_id = NULL,
    change_reason = '',
    change_batch = NULL,
    updated_at = VALUES(updated_at);
  SET changed = ROW_COUNT();
  SELECT COUNT(*) - present INTO fresh FROM grading_grade g JOIN grading_grade_item i ON i.id = g.item_id WHERE i.course_id = of_course;
  -- A new row was counted once, one that changed twice.
  SET changed = (changed + fresh) DIV 2;
END
