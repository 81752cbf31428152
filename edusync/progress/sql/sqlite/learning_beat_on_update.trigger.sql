-- A beat brings its session, the person's day and clock along, in the statement that notes it in the lesson.
-- The letterbox is emptied again. A clock that two beats begin at once is begun by one of them.
CREATE TRIGGER learning_beat_on_update AFTER UPDATE OF beat ON progress_lesson_progress
FOR EACH ROW
WHEN NEW.beat <> ''
BEGIN
  INSERT INTO progress_learning_clock (organization_id, learner_id, state, total_seconds, created_at, updated_at)
  SELECT NEW.organization_id, json_extract(NEW.beat, '$.learner'), json_extract(NEW.beat, '$.clock'), 0,
    json_extract(NEW.beat, '$.at'), json_extract(NEW.beat, '$.at')
  WHERE json_extract(NEW.beat, '$.is_new') = 1;
  UPDATE progress_learning_clock
  SET state = json_extract(NEW.beat, '$.clock'),
    total_seconds = total_seconds + json_extract(NEW.beat, '$.seconds'),
    updated_at = json_extract(NEW.beat, '$.at')
  WHERE learner_id = json_extract(NEW.beat, '$.learner');
  INSERT INTO progress_learning_session (
    organization_id, enrollment_id, lesson_id, client_id, started_at, last_seen_at, ended_at, seconds,
    focus_seconds, idle_seconds, interactions, late_seconds, device_type, user_agent, address, created_at, updated_at
  )
  SELECT
    NEW.organization_id, NEW.enrollment_id, NEW.lesson_id, NEW.beat_client,
    json_extract(NEW.beat, '$.began'), json_extract(NEW.beat, '$.at'), NULL, json_extract(NEW.beat, '$.seconds'),
    json_extract(NEW.beat, '$.focus'), json_extract(NEW.beat, '$.idle'), json_extract(NEW.beat, '$.touches'),
    json_extract(NEW.beat, '$.late'), json_extract(NEW.beat, '$.device'), json_extract(NEW.beat, '$.agent'),
    json_extract(NEW.beat, '$.address'), json_extract(NEW.beat, '$.at'), json_extract(NEW.beat, '$.at')
  WHERE NEW.beat_client IS NOT NULL
  ON CONFLICT (enrollment_id, client_id) DO UPDATE SET
    lesson_id = excluded.lesson_id,
    started_at = min(started_at, excluded.started_at),
    last_seen_at = max(last_seen_at, excluded.last_seen_at),
    ended_at = NULL,
    seconds = seconds + excluded.seconds,
    focus_seconds = focus_seconds + excluded.focus_seconds,
    idle_seconds = idle_seconds + excluded.idle_seconds,
    interactions = interactions + excluded.interactions,
    late_seconds = late_seconds + excluded.late_seconds,
    device_type = excluded.device_type,
    user_agent = excluded.user_agent,
    address = excluded.address,
    updated_at = excluded.updated_at;
  INSERT INTO progress_learning_day (organization_id, learner_id, day, seconds, lessons_completed, created_at, updated_at)
  SELECT NEW.organization_id, json_extract(NEW.beat, '$.learner'), json_extract(NEW.beat, '$.day'),
    json_extract(NEW.beat, '$.seconds'), 0, json_extract(NEW.beat, '$.at'), json_extract(NEW.beat, '$.at')
  WHERE json_extract(NEW.beat, '$.seconds') > 0
  ON CONFLICT (learner_id, day) DO UPDATE SET seconds = seconds + excluded.seconds, updated_at = excluded.updated_at;
  UPDATE progress_lesson_progress SET beat = '', beat_client = NULL WHERE id = NEW.id;
END
