-- Open pages of the learner hear of progress and of changes of state, whoever made them and on whatever device.
CREATE TRIGGER enrollment_live_on_update AFTER UPDATE OF status, done_weight, required_weight ON enrollment_enrollment
FOR EACH ROW
WHEN NEW.status <> OLD.status OR NEW.done_weight <> OLD.done_weight OR NEW.required_weight <> OLD.required_weight
BEGIN
  INSERT INTO kernel_live_message (organization_id, user_id, kind, payload, created_at)
  VALUES (
    NEW.organization_id,
    NEW.learner_id,
    CASE WHEN NEW.status <> OLD.status THEN 'enrollment.changed' ELSE 'progress.changed' END,
    json_object(
      'enrollment_id', NEW.id, 'course_id', NEW.course_id, 'status', NEW.status, 'before', OLD.status,
      'done_weight', NEW.done_weight, 'required_weight', NEW.required_weight
    ),
    strftime('%Y-%m-%d %H:%M:%f000', 'now')
  );
END
