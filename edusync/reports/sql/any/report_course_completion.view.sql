-- Completion and certification by course.
-- Both sides are always there; LEFT lets every engine begin with the rows of the report, in their order.
CREATE VIEW report_course_completion AS
SELECT
  f.organization_id,
  f.id AS figure_id,
  f.course_id,
  c.title AS course,
  c.status,
  f.enrolled,
  f.completed,
  f.completion_percent,
  f.certified,
  f.certified_percent,
  f.withdrawn,
  f.median_days
FROM reports_course_figure f
LEFT JOIN courses_course c ON c.id = f.course_id
WHERE c.deleted_at IS NULL AND COALESCE(c.is_template, 0) = 0
