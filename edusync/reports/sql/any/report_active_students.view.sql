-- Different learners active in a course: on the day, in the week and the month that end with it.
-- Both sides are always there; LEFT lets every engine begin with the rows of the report, in their order.
CREATE VIEW report_active_students AS
SELECT
  s.organization_id,
  s.id AS statistic_id,
  s.course_id,
  s.day,
  c.title AS course,
  s.active_learners AS daily,
  s.active_in_week AS weekly,
  s.active_in_month AS monthly,
  s.sessions,
  s.seconds
FROM reports_course_statistic s
LEFT JOIN courses_course c ON c.id = s.course_id
WHERE s.active_in_month > 0 AND c.deleted_at IS NULL
