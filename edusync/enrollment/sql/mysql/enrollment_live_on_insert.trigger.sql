-- Open pages of the learner hear of a new enrollment, whoever made it and on whatever device.
CREATE TRIGGER enrollment_live_on_insert AFTER INSERT ON enrollment_enrollment
FOR EACH ROW
BEGIN
  INSERT INTO kernel_live_message (organization_id, user_id, kind, payload, created_at)
  VALUES (
    NEW.organization_id,
    NEW.learner_id,
    'enrollment.changed',
    JSON_OBJECT('enrollment_id', NEW.id, 'course_id', NEW.course_id, 'status', NEW.status, 'before', ''),
    UTC_TIMESTAMP(6)
  );
END
