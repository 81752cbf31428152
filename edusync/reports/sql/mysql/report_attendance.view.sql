-- Every learner at every meeting: there, late, absent or excused. Stands on the facts themselves.
-- All sides are always there; LEFT lets every engine begin with the rows of the report, in their order.
CREATE VIEW report_attendance AS
SELECT
  r.organization_id,
  r.id AS record_id,
  e.course_id,
  e.learner_id AS person_id,
  CASE WHEN TRIM(CONCAT(u.first_name, ' ', u.last_name)) <> '' THEN TRIM(CONCAT(u.first_name, ' ', u.last_name))
    ELSE SUBSTRING_INDEX(u.username, '@', 1) END AS person,
  c.title AS course,
  k.starts_at,
  k.title AS meeting,
  k.kind,
  r.state,
  r.source,
  r.checked_in_at,
  1 AS meetings
FROM grading_attendance_record r
LEFT JOIN grading_attendance_session k ON k.id = r.session_id
LEFT JOIN enrollment_enrollment e ON e.id = r.enrollment_id
LEFT JOIN courses_course c ON c.id = e.course_id
LEFT JOIN identity_user u ON u.id = e.learner_id
WHERE k.deleted_at IS NULL AND e.deleted_at IS NULL AND c.deleted_at IS NULL
