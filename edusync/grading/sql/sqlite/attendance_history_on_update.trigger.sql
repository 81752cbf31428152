-- Every change of who was at a meeting goes into its history, whoever writes.
CREATE TRIGGER attendance_history_on_update AFTER UPDATE ON grading_attendance_record
FOR EACH ROW
WHEN NEW.state <> OLD.state
BEGIN
  INSERT INTO grading_attendance_event (
    organization_id, record_id, state_before, state_after, source, by_id, created_at
  ) VALUES (
    NEW.organization_id, NEW.id, OLD.state, NEW.state, NEW.source, NEW.changed_by_id, NEW.updated_at
  );
END
