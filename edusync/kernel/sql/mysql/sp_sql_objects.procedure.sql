-- Names of triggers and events. The catalog shows them only to who may make them; the application's user may not,
-- and asks here whether its database is complete.
CREATE PROCEDURE sp_sql_objects()
READS SQL DATA
SELECT 'trigger', trigger_name FROM information_schema.triggers WHERE trigger_schema = DATABASE()
UNION ALL SELECT 'event', event_name FROM information_schema.events WHERE event_schema = DATABASE();
