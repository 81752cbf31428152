-- Nobody is let in by consent before they proved who they are.
CREATE TRIGGER guardian_consent_needs_verified BEFORE INSERT ON identity_guardian_consent_scope
FOR EACH ROW
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM identity_guardian_relationship WHERE id = NEW.relationship_id AND status = 'verified'
  ) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the guardian is not verified';
  END IF;
END
