-- Learning over all courses by person: sessions, attentive time, score, last activity.
-- Both sides are always there; LEFT lets every engine begin with the rows of the report, in their order.
CREATE VIEW report_engagement_summary AS
SELECT
  f.organization_id,
  f.id AS figure_id,
  f.user_id AS person_id,
  CASE WHEN TRIM(u.first_name || ' ' || u.last_name) <> '' THEN TRIM(u.first_name || ' ' || u.last_name)
    WHEN INSTR(u.username, '@') > 0 THEN SUBSTR(u.username, 1, INSTR(u.username, '@') - 1) ELSE u.username END AS person,
  f.enrolled,
  f.completed,
  f.sessions,
  f.seconds,
  f.focus_seconds,
  f.engagement_percent,
  f.streak_days,
  f.last_active_at
FROM reports_person_figure f
LEFT JOIN identity_user u ON u.id = f.user_id
WHERE u.deleted_at IS NULL
