-- Every learner in every course: how far, how long, since when. Stands on the facts themselves.
-- Both sides are always there; LEFT lets every engine begin with the rows of the report, in their order.
CREATE VIEW report_student_progress AS
SELECT
  e.organization_id,
  e.id AS enrollment_id,
  e.course_id,
  e.learner_id AS person_id,
  CASE WHEN TRIM(CONCAT(u.first_name, ' ', u.last_name)) <> '' THEN TRIM(CONCAT(u.first_name, ' ', u.last_name))
    ELSE SUBSTRING_INDEX(u.username, '@', 1) END AS person,
  c.title AS course,
  CASE
    WHEN e.completed_at IS NOT NULL THEN 'completed'
    WHEN e.status <> 'active' THEN e.status
    WHEN e.last_access_at IS NULL THEN 'not_started'
    ELSE 'in_progress'
  END AS state,
  CASE
    WHEN e.percent = 0 THEN 'none'
    WHEN e.percent < 25 THEN 'below_25'
    WHEN e.percent < 50 THEN 'below_50'
    WHEN e.percent < 75 THEN 'below_75'
    WHEN e.percent < 100 THEN 'below_100'
    ELSE 'whole'
  END AS band,
  1 AS learners,
  e.percent,
  e.seconds,
  e.enrolled_at,
  e.last_access_at,
  e.due_at,
  e.completed_at
FROM enrollment_enrollment e
LEFT JOIN courses_course c ON c.id = e.course_id
LEFT JOIN identity_user u ON u.id = e.learner_id
WHERE e.deleted_at IS NULL AND c.deleted_at IS NULL
  AND (
    e.status IN ('active', 'paused', 'suspended', 'completed')
    OR (e.status = 'expired' AND e.last_access_at IS NOT NULL)
  )
