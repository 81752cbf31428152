-- Open pages of the learner hear of a new enrollment, whoever made it and on whatever device.
CREATE TRIGGER enrollment_live_on_insert AFTER INSERT ON enrollment_enrollment
FOR EACH ROW
BEGIN
  INSERT INTO kernel_live_message (organization_id, user_id, kind, payload, created_at)
  VALUES (
    NEW.organization_id,
    NEW.learner_id,
    'enrollment.changed',
    json_object('enrollment_id', NEW.id, 'course_id', NEW.course_id, 'status', NEW.status, 'before', ''),
    strftime('%Y-%m-%d %H:%M:%f000', 'now')
  );
END
