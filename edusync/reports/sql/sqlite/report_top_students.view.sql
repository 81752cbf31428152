-- Learners with quizzes by their place.
-- Both sides are always there; LEFT lets every engine begin with the rows of the report, in their order.
CREATE VIEW report_top_students AS
SELECT
  f.organization_id,
  f.id AS figure_id,
  f.user_id AS person_id,
  f.quiz_rank,
  CASE WHEN TRIM(u.first_name || ' ' || u.last_name) <> '' THEN TRIM(u.first_name || ' ' || u.last_name)
    WHEN INSTR(u.username, '@') > 0 THEN SUBSTR(u.username, 1, INSTR(u.username, '@') - 1) ELSE u.username END AS person,
  f.quiz_percent,
  f.quizzes,
  f.completed,
  f.streak_days,
  f.longest_streak_days
FROM reports_person_figure f
LEFT JOIN identity_user u ON u.id = f.user_id
WHERE u.deleted_at IS NULL AND f.quiz_rank IS NOT NULL
