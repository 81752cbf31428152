-- A completed module is announced even when plain SQL completed it.
CREATE TRIGGER module_completed_on_update AFTER UPDATE ON progress_module_progress
FOR EACH ROW
BEGIN
  IF NEW.completed_at IS NOT NULL AND OLD.completed_at IS NULL THEN
    INSERT INTO kernel_outboxevent (event_type, payload, organization_id, created_at, available_at)
    VALUES (
      'module_completed',
      JSON_OBJECT('enrollment_id', NEW.enrollment_id, 'module_id', NEW.module_id),
      NEW.organization_id,
      UTC_TIMESTAMP(6),
      UTC_TIMESTAMP(6)
    );
  END IF;
END
