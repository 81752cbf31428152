-- Every mark of every learner, and what all marks of the course come to. Stands on the facts themselves.
-- All sides but the lesson are always there; LEFT lets every engine begin with the rows of the report, in their order.
CREATE VIEW report_gradebook AS
SELECT
  g.organization_id,
  g.id AS grade_id,
  e.course_id,
  e.learner_id AS person_id,
  CASE WHEN TRIM(CONCAT(u.first_name, ' ', u.last_name)) <> '' THEN TRIM(CONCAT(u.first_name, ' ', u.last_name))
    ELSE SUBSTRING_INDEX(u.username, '@', 1) END AS person,
  c.title AS course,
  CASE WHEN i.title <> '' THEN i.title ELSE l.title END AS item,
  i.source_kind AS kind,
  g.state,
  CASE WHEN g.state = 'excused' THEN NULL ELSE COALESCE(g.override_points, g.points) END AS points,
  g.max_points,
  CASE WHEN g.state = 'excused' THEN NULL ELSE COALESCE(g.override_points, g.points) * 100.0 / g.max_points END AS percent,
  CASE WHEN i.posted_at IS NULL OR i.is_visible = 0 THEN 'hidden' ELSE 'posted' END AS shown,
  t.current_percent AS course_percent,
  g.updated_at,
  1 AS marks
FROM grading_grade g
LEFT JOIN grading_grade_item i ON i.id = g.item_id
LEFT JOIN courses_lesson l ON l.id = i.lesson_id
LEFT JOIN enrollment_enrollment e ON e.id = g.enrollment_id
LEFT JOIN courses_course c ON c.id = e.course_id
LEFT JOIN identity_user u ON u.id = e.learner_id
LEFT JOIN grading_course_grade t ON t.enrollment_id = g.enrollment_id
WHERE i.deleted_at IS NULL AND l.deleted_at IS NULL AND e.deleted_at IS NULL AND c.deleted_at IS NULL
