-- What becomes of the learners of those who own or teach courses.
-- Both sides are always there; LEFT lets every engine begin with the rows of the report, in their order.
CREATE VIEW report_instructor_effectiveness AS
SELECT
  f.organization_id,
  f.id AS figure_id,
  f.user_id AS person_id,
  CASE WHEN TRIM(u.first_name || ' ' || u.last_name) <> '' THEN TRIM(u.first_name || ' ' || u.last_name)
    WHEN INSTR(u.username, '@') > 0 THEN SUBSTR(u.username, 1, INSTR(u.username, '@') - 1) ELSE u.username END AS instructor,
  f.courses,
  f.learners,
  f.enrolled,
  f.completed,
  f.completion_percent,
  f.median_days,
  f.ratings,
  f.rating
FROM reports_instructor_figure f
LEFT JOIN identity_user u ON u.id = f.user_id
WHERE u.deleted_at IS NULL
