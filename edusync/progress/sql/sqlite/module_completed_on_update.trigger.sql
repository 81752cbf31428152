-- A completed module is announced even when plain SQL completed it.
CREATE TRIGGER module_completed_on_update AFTER UPDATE OF completed_at ON progress_module_progress
FOR EACH ROW
WHEN NEW.completed_at IS NOT NULL AND OLD.completed_at IS NULL
BEGIN
  INSERT INTO kernel_outboxevent (event_type, payload, organization_id, created_at, available_at)
  VALUES (
    'module_completed',
    json_object('enrollment_id', NEW.enrollment_id, 'module_id', NEW.module_id),
    NEW.organization_id,
    strftime('%Y-%m-%d %H:%M:%f000', 'now'),
    strftime('%Y-%m-%d %H:%M:%f000', 'now')
  );
END
