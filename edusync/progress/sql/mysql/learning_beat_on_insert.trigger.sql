-- A beat brings its session, the person's day and clock along, in the statement that notes it in the lesson.
-- The letterbox is empty when the row is written. A clock that two beats begin at once is begun by one of them.
CREATE TRIGGER learning_beat_on_insert BEFORE INSERT ON progress_lesson_progress
FOR EACH ROW
BEGIN
  DECLARE spent INT UNSIGNED DEFAULT 0;
  DECLARE moment DATETIME(6);
  DECLARE person BIGINT;
  IF NEW.beat <> '' THEN
    SET spent = JSON_EXTRACT(NEW.beat, '$.seconds');
    SET moment = JSON_UNQUOTE(JSON_EXTRACT(NEW.beat, '$.at'));
    SET person = JSON_EXTRACT(NEW.beat, '$.learner');
    IF JSON_EXTRACT(NEW.beat, '$.is_new') = 1 THEN
      INSERT INTO progress_learning_clock (organization_id, learner_id, state, total_seconds, created_at, updated_at)
      VALUES (NEW.organization_id, person, JSON_EXTRACT(NEW.beat, '$.clock'), spent, moment, moment);
    ELSE
      UPDATE progress_learning_clock
      SET state = JSON_EXTRACT(NEW.beat, '$.clock'), total_seconds = total_seconds + spent, updated_at = moment
      WHERE learner_id = person;
    END IF;
    IF NEW.beat_client IS NOT NULL THEN
      INSERT INTO progress_learning_session (
        organization_id, enrollment_id, lesson_id, client_id, started_at, last_seen_at, ended_at, seconds,
        focus_seconds, idle_seconds, interactions, late_seconds, device_type, user_agent, address, created_at, updated_at
      ) VALUES (
        NEW.organization_id, NEW.enrollment_id, NEW.lesson_id, NEW.beat_client,
        JSON_UNQUOTE(JSON_EXTRACT(NEW.beat, '$.began')), moment, NULL, spent,
        JSON_EXTRACT(NEW.beat, '$.focus'), JSON_EXTRACT(NEW.beat, '$.idle'), JSON_EXTRACT(NEW.beat, '$.touches'),
        JSON_EXTRACT(NEW.beat, '$.late'), JSON_UNQUOTE(JSON_EXTRACT(NEW.beat, '$.device')),
        JSON_UNQUOTE(JSON_EXTRACT(NEW.beat, '$.agent')), JSON_UNQUOTE(JSON_EXTRACT(NEW.beat, '$.address')),
        moment, moment
      )
      ON DUPLICATE KEY UPDATE
        lesson_id = NEW.lesson_id,
        started_at = LEAST(started_at, JSON_UNQUOTE(JSON_EXTRACT(NEW.beat, '$.began'))),
        last_seen_at = GREATEST(last_seen_at, moment),
        ended_at = NULL,
        seconds = seconds + spent,
        focus_seconds = focus_seconds + JSON_EXTRACT(NEW.beat, '$.focus'),
        idle_seconds = idle_seconds + JSON_EXTRACT(NEW.beat, '$.idle'),
        interactions = interactions + JSON_EXTRACT(NEW.beat, '$.touches'),
        late_seconds = late_seconds + JSON_EXTRACT(NEW.beat, '$.late'),
        device_type = JSON_UNQUOTE(JSON_EXTRACT(NEW.beat, '$.device')),
        user_agent = JSON_UNQUOTE(JSON_EXTRACT(NEW.beat, '$.agent')),
        address = JSON_UNQUOTE(JSON_EXTRACT(NEW.beat, '$.address')),
        updated_at = moment;
    END IF;
    IF spent > 0 THEN
      INSERT INTO progress_learning_day (organization_id, learner_id, day, seconds, lessons_completed, created_at, updated_at)
      VALUES (NEW.organization_id, person, JSON_UNQUOTE(JSON_EXTRACT(NEW.beat, '$.day')), spent, 0, moment, moment)
      ON DUPLICATE KEY UPDATE seconds = seconds + spent, updated_at = moment;
    END IF;
    SET NEW.beat = '';
    SET NEW.beat_client = NULL;
  END IF;
END
