-- Every change of who was at a meeting goes into its history, whoever writes.
CREATE TRIGGER attendance_history_on_insert AFTER INSERT ON grading_attendance_record
FOR EACH ROW
BEGIN
  INSERT INTO grading_attendance_event (
    organization_id, record_id, state_before, state_after, source, by_id, created_at
  ) VALUES (
    NEW.organization_id, NEW.id, '', NEW.state, NEW.source, NEW.changed_by_id, NEW.updated_at
  );
END
