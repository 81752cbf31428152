-- How much a course is asked for by month.
-- Both sides are always there; LEFT lets every engine begin with the rows of the report, in their order.
CREATE VIEW report_course_popularity AS
SELECT
  m.organization_id,
  m.id AS month_id,
  m.course_id,
  m.month,
  c.title AS course,
  m.views,
  m.saved,
  m.enrolled
FROM reports_course_month m
LEFT JOIN courses_course c ON c.id = m.course_id
WHERE c.deleted_at IS NULL AND COALESCE(c.is_template, 0) = 0
