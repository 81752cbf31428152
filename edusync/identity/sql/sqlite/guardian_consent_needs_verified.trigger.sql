-- Nobody is let in by consent before they proved who they are.
CREATE TRIGGER guardian_consent_needs_verified BEFORE INSERT ON identity_guardian_consent_scope
WHEN NOT EXISTS (
  SELECT 1 FROM identity_guardian_relationship WHERE id = NEW.relationship_id AND status = 'verified'
)
BEGIN
  SELECT RAISE(ABORT, 'the guardian is not verified');
END
