-- Learning in all courses by day, for a line over time.
CREATE VIEW report_learning_days AS
SELECT
  s.organization_id,
  s.course_id,
  s.day,
  s.sessions,
  s.seconds
FROM reports_course_statistic s
